package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.InvalidValue.Reason;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InvalidValueTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void namesItsReasonInKebabCase(Reason reason) {
        assertThat(reason.code())
                .isEqualTo(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(InvalidValue.because(reason)).hasMessage(reason.code());
    }

    @Test
    void saysTheLimitOrThePlace() {
        assertThat(InvalidValue.beyond(200, Reason.NAME_TOO_LONG)).hasMessage("name-too-long (limit 200)");
        assertThat(InvalidValue.at(3, Reason.NAME_CHARACTER_NOT_ALLOWED))
                .hasMessage("name-character-not-allowed (at 3)");
    }

    @Test
    void hasAReasonForEachRuleOnce() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::code)).doesNotHaveDuplicates();
    }
}
