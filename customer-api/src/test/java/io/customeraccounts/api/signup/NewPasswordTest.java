package io.customeraccounts.api.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.http.Fields.NotThis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewPasswordTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a lighthouse in the fog",
                "kd8Fjw9sLq2x",
                "пароль для Анны",
                "猫が窓辺で眠っている夏の午後",
                "            x",
                "password manager picks this",
                "correct horse battery stapler"
            })
    void takesWhatIsLongEnoughAndNotCommon(String text) {
        assertThatCode(() -> NewPassword.parse(text)).doesNotThrowAnyException();
    }

    @Test
    void countsCodePointsAfterNormalisation() {
        refuses("password-too-short", "kd8Fjw9sLq2");
        refuses("password-too-short", "🐈🐕🐎🐄🐖🐑🐐🐓🦆🦢🦉");
        NewPassword.parse("🐈🐕🐎🐄🐖🐑🐐🐓🦆🦢🦉🦇");
        // Six letters, each with an accent of its own: twelve code points that become six.
        refuses("password-too-short", "a\u0301e\u0301i\u0301o\u0301u\u0301y\u0301");
        var longest = "kd8Fjw9sLq2x ".repeat(9) + "0123456789 ";
        NewPassword.parse(longest);
        refuses("password-too-long", longest + "x");
    }

    @Test
    void isTheSameHoweverTheKeyboardComposedIt() {
        assertThat(NewPassword.parse("cafe\u0301 am Hafen")).isEqualTo(NewPassword.parse("caf\u00e9 am Hafen"));
        assertThat(NewPassword.parse("ﬁve wide ｆｉｓｈ").text()).isEqualTo("five wide fish");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "Password2026!",
                "P@ssw0rd1234",
                "passwordpassword",
                "123456789012",
                "098765432109",
                "qwertyuiopas",
                "QWERTZUIOPAS",
                "1qaz2wsx3edc",
                "aaaaaaaaaaaa",
                "abcabcabcabc",
                "12121212121212",
                "hunter2hunter2",
                "!!!welcome!!!",
                "letmein12345",
                "Correct Horse Battery Staple",
                "Ich-liebe-Dich-99",
                "Administrator1"
            })
    void refusesWhatIsTriedFirst(String text) {
        refuses("password-common", text);
    }

    @Test
    void refusesWhatSaysLittleMoreThanWhoChoseIt() {
        refusesAs("Anna Schmidt", "annaschmidt1");
        refusesAs("Anna Schmidt", "Schmidt-Anna-77");
        refusesAs("anna.schmidt@example.org", "schmidt.example!");
        refusesAs("ACME Industries", "acmeindustries");
        NewPassword.parse("Anna likes to swim").refuseIfMadeOf("Anna Schmidt", "anna@example.org");
        NewPassword.parse("kd8Fjw9sLq2x").refuseIfMadeOf("K. D.", "kd@x.org");
    }

    private static void refusesAs(String about, String text) {
        assertThatThrownBy(() -> NewPassword.parse(text).refuseIfMadeOf(about))
                .isInstanceOf(NotThis.class)
                .hasMessage("password-guessable");
    }

    @Test
    void isNeverShown() {
        assertThat(NewPassword.parse("a lighthouse in the fog")).hasToString("NewPassword[hidden]");
    }

    private static void refuses(String code, String text) {
        assertThatThrownBy(() -> NewPassword.parse(text))
                .isInstanceOf(NotThis.class)
                .hasMessage(code);
    }
}
