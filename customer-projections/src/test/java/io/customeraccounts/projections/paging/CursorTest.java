package io.customeraccounts.projections.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.projections.paging.Page.Keyed;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final byte[] KEY = {1, 2, 0, -1};

    @Test
    void leadsBackToTheKey() {
        var cursor = Cursor.after(KEY, "users");

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(new PageRequest(cursor, 1).start("users")).isEqualTo(KEY);
        assertThat(new PageRequest(null, 1).start("users")).isNull();
    }

    @Test
    void leadsBackToTheLongestKeyThereIs() {
        var key = OrderKey.within("G".repeat(60), OrderKey.of("x".repeat(5000), new UUID(1, 1)));

        assertThat(new PageRequest(Cursor.after(key, "users"), 1).start("users"))
                .isEqualTo(key);
    }

    @Test
    void isRefusedByEveryOtherList() {
        var request = new PageRequest(Cursor.after(KEY, "users"), 1);

        assertThatThrownBy(() -> request.start("invitations")).isInstanceOf(MalformedCursor.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAA", "AAAAAA", "AAAAAAAA", "not base64!", "ä", "=", "\0"})
    void isRefusedIfItIsNone(String text) {
        assertThatThrownBy(() -> new PageRequest(text, 1).start("users")).isInstanceOf(MalformedCursor.class);
        assertThatThrownBy(() -> new PageRequest(text.repeat(2000) + "A".repeat(2000), 1).start("users"))
                .isInstanceOf(MalformedCursor.class);
    }

    @Test
    void isRefusedIfOneCharacterIsChanged() {
        var cursor = Cursor.after(KEY, "users");
        for (var i = 0; i < cursor.length(); i++) {
            var other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            var changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
            assertThatThrownBy(() -> new PageRequest(changed, 1).start("users"))
                    .as(changed)
                    .isInstanceOf(MalformedCursor.class);
        }
    }

    @Test
    void comesWithAPageOnlyIfThereIsMore() {
        var found = List.of(new Keyed<>(new byte[] {1}, "a"), new Keyed<>(new byte[] {2}, "b"));

        assertThat(Page.of(found, new PageRequest(null, 2), "list").next()).isNull();
        var page = Page.of(found, new PageRequest(null, 1), "list");
        assertThat(page.items()).containsExactly("a");
        assertThat(new PageRequest(page.next(), 1).start("list")).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201})
    void doesNotHelpWithALimitOutOfRange(int limit) {
        assertThatThrownBy(() -> new PageRequest(null, limit)).isInstanceOf(IllegalArgumentException.class);
    }
}
