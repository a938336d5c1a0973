package io.customeraccounts.api.generaldata;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.messaging.CommandClock;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.customer.CustomerCommand.OpenCustomer;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who names no payment method for thirty days gets nothing new until there is one. */
class RestrictedCustomerTest {

    private static final Duration TERM = Duration.ofDays(30);
    private static final String CARD = """
            {"token":"pm_1NxYzA2eZvKYlo2C","brand":"VISA","lastDigits":"1111","expiryMonth":"2098-02"}""";

    @ParameterizedTest
    @EnumSource(Databases.class)
    void getsNothingNewUntilTheFirstPaymentMethod(Databases kind) {
        var service = TestService.shared(kind);
        var acme = openedAgo(TERM, service);

        assertThat(acme.admin().get(acme.path()).expect(200).text("/state")).isEqualTo("RESTRICTED");
        invite(acme).expectProblem(409, "customer-restricted");
        acme.create("apollo").expectProblem(409, "customer-restricted");

        acme.admin().post(acme.path() + "/payment-methods/card", CARD).expect(201);

        assertThat(acme.admin().get(acme.path()).expect(200).text("/state")).isEqualTo("ACTIVE");
        invite(acme).expect(201);
        acme.withPayment().create("apollo").expect(201);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void isNotRestrictedBefore(Databases kind) {
        var acme = openedAgo(TERM.minusMinutes(1), TestService.shared(kind));

        assertThat(acme.admin().get(acme.path()).expect(200).text("/state")).isEqualTo("ACTIVE");
        invite(acme).expect(201);
        acme.create("apollo").expectProblem(409, "payment-method-required");
    }

    private static Reply invite(Company acme) {
        return acme.invite("Ben Beech", TestService.address("Ben Beech"), "CUSTOMER_EMPLOYEE");
    }

    private static Company openedAgo(Duration ago, TestService service) {
        var anna = service.person("Anna Admin");
        var id = new CustomerId(UUID.randomUUID());
        var email = EmailAddress.parse(anna.email());
        CommandClock.at(
                Instant.now().minus(ago),
                () -> service.bean(CommandGateway.class)
                        .sendAndWait(new OpenCustomer(
                                id,
                                new Actor.Person(anna.personId()),
                                new MembershipId(UUID.randomUUID()),
                                new PersonProfile(
                                        anna.personId(),
                                        new FullName("Anna Admin"),
                                        Set.of(email),
                                        Set.of(),
                                        Language.EN),
                                email,
                                new CustomerName("Acme " + TestService.unique()),
                                null,
                                false,
                                null)));
        return new Company(service, anna, id.toString(), "/api/v1/customers/" + id);
    }
}
