package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class IsolationTest {

    @Test
    void isOfWhatIsWrittenFromRightToLeftAndOnce() {
        assertThat(Isolation.isolate("שרה")).isEqualTo("\u2068שרה\u2069");
        assertThat(Isolation.isolate(Isolation.isolate("שרה"))).isEqualTo("\u2068שרה\u2069");
        assertThat(Isolation.isolate("Anna شركة")).isEqualTo("\u2068Anna شركة\u2069");
        assertThat(Isolation.isolate("Anna Zoë 李")).isEqualTo("Anna Zoë 李");
        assertThat(Isolation.isolate("")).isEmpty();
    }

    @Test
    void isOfEveryNameThatIsFilledIntoAText() {
        var messages = new IsolatingMessages("messages/screens");

        assertThat(messages.getMessage("account.message-from", new Object[] {"שרה", "ACME"}, Locale.ENGLISH))
                .isEqualTo("\u2068שרה\u2069 to the users of ACME");
        assertThat(messages.getMessage("section.users", null, Locale.GERMAN)).isEqualTo("Benutzer");
    }
}
