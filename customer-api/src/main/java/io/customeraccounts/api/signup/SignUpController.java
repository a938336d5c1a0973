package io.customeraccounts.api.signup;

import static io.customeraccounts.api.problems.ProblemType.EMAIL_MISSING;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.customer.CustomerCommand.OpenCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.AlreadySignedUp;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.projections.customers.CustomerRow;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.customers.Customers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Opens the customer of someone who signs in elsewhere, and so never saw the registration page. */
@Tag(name = "Sign-up")
@RestController
class SignUpController {

    private final CommandTransaction transactions;
    private final Customers customers;
    private final SecretHandover secrets;
    private final Problems problems;

    SignUpController(CommandTransaction transactions, Customers customers, SecretHandover secrets, Problems problems) {
        this.transactions = transactions;
        this.customers = customers;
        this.secrets = secrets;
        this.problems = problems;
    }

    @Schema(name = "SignUp")
    record SignUpRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "ACME GmbH") @Nullable
            String companyName) {}

    @Schema(name = "SignedUp")
    record SignedUp(String customerId, String identifier, String name, CustomerState state) {

        static SignedUp of(CustomerRow row) {
            return new SignedUp(row.id().toString(), row.identifier(), row.name(), row.state());
        }
    }

    @Operation(
            summary = "Open the customer that comes with signing up",
            description =
                    "Once for each person: whoever has signed up already is answered the customer from then (200). It can be used at once if an address of yours is verified, otherwise after a confirmation mail.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @MayAnswer(EMAIL_MISSING)
    @PostMapping(
            path = "/api/v1/sign-up",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<SignedUp> signUp(Caller.Person caller, Write write, Body<SignUpRequest> body) {
        var fields = new Fields();
        var name = fields.required("/companyName", body.read().companyName(), CustomerName::new);
        fields.check();
        var person = caller.profile();
        var email = address(person);
        var verified = person.verified().contains(email);
        var customerId = Ids.newCustomer();
        return transactions.performOrElse(
                write,
                sender -> {
                    sender.send(new OpenCustomer(
                            customerId,
                            caller.actor(),
                            Ids.newMembership(),
                            person,
                            email,
                            name.get(),
                            null,
                            true,
                            verified ? null : secrets.keep(Ids.newSecret())));
                    return () -> Answer.created(URI.create("/api/v1/customers/" + customerId), shown(customerId));
                },
                refusal -> refusal instanceof AlreadySignedUp before
                        ? Answer.ok(shown(before.existing()))
                        : Answer.problem(problems.of(refusal)));
    }

    private SignedUp shown(CustomerId customerId) {
        return customers.find(customerId).map(SignedUp::of).orElseThrow(Problem::notFound);
    }

    private static EmailAddress address(PersonProfile person) {
        var addresses = person.verified().isEmpty() ? person.unverified() : person.verified();
        return addresses.stream()
                .min(Comparator.comparing(EmailAddress::canonical))
                .orElseThrow(() -> Problem.of(EMAIL_MISSING));
    }
}
