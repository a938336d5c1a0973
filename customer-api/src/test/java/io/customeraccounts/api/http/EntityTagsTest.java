package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.problems.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class EntityTagsTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void expectsNothingWithoutTheHeader() {
        assertThat(EntityTags.expected(request)).isNull();
    }

    @Test
    void expectsAnyVersionForAnAsterisk() {
        request.addHeader("If-Match", "*");

        assertThat(EntityTags.expected(request)).isNull();
    }

    @Test
    void expectsTheVersionThatWasGivenOut() {
        request.addHeader("If-Match", EntityTags.of(17));

        assertThat(EntityTags.expected(request)).isEqualTo(17);
    }

    @Test
    void expectsTheVersionWhateverSystemsHaveConfirmedSince() {
        request.addHeader("If-Match", EntityTags.of(17, new SystemsJson(2, 3)));

        assertThat(EntityTags.expected(request)).isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W/\"17\"",
                "\"17.\"",
                "\"17.2\"",
                "\"17-2\"",
                "\"abc\"",
                "\"\"",
                "\"017\"",
                "\"99999999999999999999\""
            })
    void expectsWhatNeverIsForATagThatMatchesNothing(String tag) {
        request.addHeader("If-Match", tag);

        assertThat(EntityTags.expected(request)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "\"17", "\"1\", \"2\"", "", "w/\"17\""})
    void refusesWhatIsNotOneEntityTag(String header) {
        request.addHeader("If-Match", header);

        assertThatThrownBy(() -> EntityTags.expected(request)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"17\"", "W/\"17\"", "\"1\", W/\"17\"", "*"})
    void knowsWhatTheCallerHasAlready(String header) {
        request.addHeader("If-None-Match", header);

        assertThat(EntityTags.isKnown(request, "\"17\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "\"7\"", "\"170\"", "17"})
    void knowsWhatTheCallerHasNot(String header) {
        request.addHeader("If-None-Match", header);

        assertThat(EntityTags.isKnown(request, "\"17\"")).isFalse();
    }
}
