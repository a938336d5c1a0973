package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every id has one spelling: two that differ as text are different ids. */
class IdsTest {

    private static final String TEXT = "01990000-0000-7000-8000-00000000000a";

    static final List<Function<String, Object>> KINDS = List.of(
            BillingAddressId::parse,
            CustomerId::parse,
            InvitationId::parse,
            KeyId::parse,
            MembershipId::parse,
            PaymentMethodId::parse,
            PersonId::parse);

    @ParameterizedTest
    @FieldSource("KINDS")
    void areReadBackAsTheyAreWritten(Function<String, Object> parse) {
        assertThat(parse.apply(TEXT)).hasToString(TEXT).isEqualTo(parse.apply(TEXT));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void haveOneSpelling(Function<String, Object> parse) {
        for (var text : List.of(
                "",
                "anna",
                "0-0-0-0-0",
                "1990000-0000-7000-8000-00000000000a",
                "01990000-0000-7000-8000-00000000000A",
                " " + TEXT,
                TEXT + "\n",
                "01990000000070008000000000000000a",
                "{" + TEXT + "}")) {
            assertThatIllegalArgumentException().isThrownBy(() -> parse.apply(text));
        }
    }
}
