package io.customeraccounts.api.clients;

import static io.customeraccounts.api.security.Question.MANAGE_CLIENTS;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.security.ServiceClient;
import io.customeraccounts.api.security.ServiceClients;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Embedded
@Tag(name = "Service clients")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/clients", produces = MediaType.APPLICATION_JSON_VALUE)
class ClientsController {

    private static final int SHORTEST = 1;
    private static final int LONGEST = 365;
    private static final int USUAL = 90;

    private final Permissions permissions;
    private final CommandTransaction transactions;
    private final ServiceClients clients;
    private final Clock clock;

    ClientsController(Permissions permissions, CommandTransaction transactions, ServiceClients clients, Clock clock) {
        this.permissions = permissions;
        this.transactions = transactions;
        this.clients = clients;
        this.clock = clock;
    }

    /**
     * Few at most, so without pages.
     *
     * @param items the newest first
     */
    record ClientList(List<ClientJson> items) {}

    @Operation(summary = "List service clients", description = "Those revoked and expired as well, the newest first.")
    @GetMapping
    Answer<ClientList> list(Caller caller, @PathVariable CustomerId customerId) {
        permissions.require(MANAGE_CLIENTS, caller, customerId);
        return Answer.ok(new ClientList(
                clients.of(customerId).stream().map(ClientJson::of).toList()));
    }

    @Operation(
            summary = "Make a service client",
            description =
                    "It gets tokens with its id and secret at /oauth2/token (grant type client_credentials), and only the scopes that it was made with. The secret is shown in this answer and never again, not even to a repetition of the request.")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<ClientJson> make(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<NewClientRequest> body) {
        permissions.require(MANAGE_CLIENTS, caller, customerId);
        var request = body.read();
        var fields = new Fields();
        var name = fields.required("/name", request.name(), CustomerName::new);
        fields.check();
        var scopes = scopes(request.scopes());
        var days = days(request.days());

        var secret = Ids.newSecret();
        var now = clock.instant();
        var client = new ServiceClient(
                Ids.newClientId(),
                customerId,
                name.get(),
                scopes,
                now,
                caller.actor(),
                now.plus(Duration.ofDays(days)),
                null);
        return transactions.perform(write, sender -> {
            clients.add(client, secret.hash());
            return () -> Answer.created(
                            URI.create("/api/v1/customers/" + customerId + "/clients/" + client.clientId()),
                            ClientJson.of(client, secret.value()))
                    .bodyNeverKept();
        });
    }

    private static Set<Scope> scopes(@Nullable List<@Nullable String> texts) {
        if (texts == null || texts.isEmpty()) {
            throw Problem.malformed(FieldError.at("/scopes", "missing"));
        }
        var scopes = EnumSet.noneOf(Scope.class);
        var errors = new ArrayList<FieldError>();
        for (var i = 0; i < texts.size(); i++) {
            var pointer = "/scopes/" + i;
            var text = texts.get(i);
            var scope = text == null ? null : Scope.find(text).orElse(null);
            if (scope == null) {
                errors.add(FieldError.at(pointer, "not-a-choice")
                        .with(
                                "choices",
                                Arrays.stream(Scope.values()).map(Scope::text).toList()));
            } else {
                scopes.add(scope);
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors.toArray(FieldError[]::new));
        }
        return scopes;
    }

    private static int days(@Nullable Integer days) {
        if (days == null) {
            return USUAL;
        }
        if (days < SHORTEST || days > LONGEST) {
            throw Problem.invalid(
                    FieldError.at("/days", "not-a-number").with("min", SHORTEST).with("max", LONGEST));
        }
        return days;
    }

    @Operation(summary = "Show a service client")
    @GetMapping("/{clientId}")
    Answer<ClientJson> show(Caller caller, @PathVariable CustomerId customerId, @PathVariable String clientId) {
        permissions.require(MANAGE_CLIENTS, caller, customerId);
        return clients.find(customerId, clientId)
                .map(client -> Answer.ok(ClientJson.of(client)))
                .orElseThrow(Problem::notFound);
    }

    @Operation(
            summary = "Revoke a service client",
            description = "At once: tokens that it has already are not accepted any more. Revoking twice succeeds.")
    @DeleteMapping("/{clientId}")
    Answer<Void> revoke(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable String clientId, Write write) {
        permissions.require(MANAGE_CLIENTS, caller, customerId);
        if (clients.find(customerId, clientId).isEmpty()) {
            throw Problem.notFound();
        }
        return transactions.perform(write, sender -> {
            clients.revoke(customerId, clientId, caller.actor());
            return Answer::noContent;
        });
    }
}
