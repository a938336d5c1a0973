package io.customeraccounts.api.systems;

import static io.customeraccounts.api.problems.ProblemType.NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;
import static io.customeraccounts.api.problems.ProblemType.SYSTEM_IN_USE;
import static io.customeraccounts.api.problems.ProblemType.VERSION_MISMATCH;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.projections.systems.Confirmations;
import io.customeraccounts.projections.systems.ConnectedSystem;
import io.customeraccounts.projections.systems.Systems;
import io.customeraccounts.projections.systems.Systems.Order;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The connected systems, for operators. Whatever changes them needs a reason. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = SystemsController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class SystemsController {

    static final String PATH = "/api/v1/operations/systems";

    private final Permissions permissions;
    private final CommandTransaction transactions;
    private final Systems systems;
    private final Confirmations confirmations;

    /** Whether tokens are made elsewhere, and systems therefore have no clients here. */
    private final boolean issuerElsewhere;

    SystemsController(
            Permissions permissions,
            CommandTransaction transactions,
            Systems systems,
            Confirmations confirmations,
            @Value("${customer-accounts.issuer:}") String issuer) {
        this.permissions = permissions;
        this.transactions = transactions;
        this.systems = systems;
        this.confirmations = confirmations;
        this.issuerElsewhere = StringUtils.hasText(issuer);
    }

    @Operation(
            summary = "List connected systems",
            description = "By name, with how long each has been waited for. Removed ones as well.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping
    Answer<PageJson<SystemJson>> list(Caller caller) {
        permissions.requireOperator(caller);
        var all = systems.all();
        var lags = confirmations.lags(all);
        return Answer.ok(new PageJson<>(
                all.stream()
                        .map(system -> SystemJson.of(system, lags.get(system)))
                        .toList(),
                null));
    }

    @Operation(
            summary = "Register a connected system",
            description =
                    "With a client of its own, which gets tokens with its id and secret at /oauth2/token (grant type client_credentials, scope systems:report). The secret is shown in this answer and never again, not even to a repetition of the request. The header Reason says why.")
    @MayAnswer({NOT_PERMITTED, REASON_REQUIRED, SYSTEM_IN_USE})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<SystemJson> register(Caller caller, Write write, Body<SystemRequest> body) {
        var operator = permissions.requireOperator(caller);
        var wish = body.read().read(issuerElsewhere);
        var order = new Order(operator, reason(write));
        var id = Ids.newSystem();
        var secret = issuerElsewhere ? null : Ids.newSecret();
        var client = wish.clientId() == null ? "system-" + id : wish.clientId();
        return transactions.perform(write, sender -> {
            try {
                systems.register(
                        id, wish.name(), client, secret == null ? null : secret.hash(), wish.locations(), order);
            } catch (Systems.InUse e) {
                throw Problem.of(SYSTEM_IN_USE);
            }
            return () -> Answer.created(
                            URI.create(PATH + "/" + id), json(existing(id), secret == null ? null : secret.value()))
                    .version(0)
                    .bodyNeverKept();
        });
    }

    @Operation(summary = "Show a connected system", description = "With everything that operators did to it.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND})
    @GetMapping("/{systemId}")
    Answer<SystemJson> show(Caller caller, @PathVariable SystemId systemId) {
        permissions.requireOperator(caller);
        return shown(systemId, null);
    }

    @Operation(
            summary = "Change a connected system",
            description =
                    "Its name and the locations that it serves, all at once. What it has reported in a location that it does not serve any more is forgotten. The same values again succeed and record nothing. The header Reason says why.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REASON_REQUIRED, SYSTEM_IN_USE})
    @PutMapping(path = "/{systemId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<SystemJson> change(
            Caller caller, @PathVariable SystemId systemId, Write write, Body<ChangeSystemRequest> body) {
        var operator = permissions.requireOperator(caller);
        existing(systemId);
        var wish = body.read().read();
        var order = new Order(operator, reason(write));
        var expected = write.expectedVersion();
        return transactions.perform(write, sender -> {
            var system = held(systemId, expected);
            try {
                systems.change(system, wish.name(), wish.locations(), order);
            } catch (Systems.InUse e) {
                throw Problem.of(SYSTEM_IN_USE);
            }
            return () -> shown(systemId, null);
        });
    }

    @Operation(
            summary = "Replace the secret of a connected system",
            description =
                    "The former one is good for nothing at once; tokens that it has go on for their ten minutes. Shown in this answer and never again. The header Reason says why.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REASON_REQUIRED})
    @PostMapping("/{systemId}/secret")
    Answer<SystemJson> replaceSecret(Caller caller, @PathVariable SystemId systemId, Write write) {
        var operator = permissions.requireOperator(caller);
        if (issuerElsewhere) {
            // There is none.
            throw Problem.notFound();
        }
        existing(systemId);
        var order = new Order(operator, reason(write));
        var expected = write.expectedVersion();
        var secret = Ids.newSecret();
        return transactions.perform(write, sender -> {
            held(systemId, expected);
            systems.replaceSecret(systemId, secret.hash(), order);
            return () -> shown(systemId, secret.value()).bodyNeverKept();
        });
    }

    @Operation(
            summary = "Remove a connected system",
            description =
                    "For good: it is not let in any more, nobody waits for its confirmations, and what it has reported is forgotten. Projects with resources in it can then be deleted. The header Reason says why.")
    @MayAnswer({NOT_PERMITTED, NOT_FOUND, REASON_REQUIRED})
    @DeleteMapping("/{systemId}")
    Answer<Void> remove(Caller caller, @PathVariable SystemId systemId, Write write) {
        var operator = permissions.requireOperator(caller);
        existing(systemId);
        var order = new Order(operator, reason(write));
        var expected = write.expectedVersion();
        return transactions.perform(write, sender -> {
            held(systemId, expected);
            systems.remove(systemId, order);
            return Answer::noContent;
        });
    }

    private static String reason(Write write) {
        return write.reason().orElseThrow(() -> Problem.of(REASON_REQUIRED));
    }

    private ConnectedSystem held(SystemId id, @Nullable Long expected) {
        var system = systems.hold(id).filter(it -> it.removedAt() == null).orElseThrow(Problem::notFound);
        if (expected != null && expected != system.version()) {
            throw Problem.of(VERSION_MISMATCH).with("current", json(system, null));
        }
        return system;
    }

    private ConnectedSystem existing(SystemId id) {
        return systems.find(id).orElseThrow(Problem::notFound);
    }

    private Answer<SystemJson> shown(SystemId id, @Nullable String secret) {
        var system = existing(id);
        return Answer.ok(json(system, secret)).version(system.version());
    }

    private SystemJson json(ConnectedSystem system, @Nullable String secret) {
        return SystemJson.of(system, systems.changes(system.id()), secret);
    }
}
