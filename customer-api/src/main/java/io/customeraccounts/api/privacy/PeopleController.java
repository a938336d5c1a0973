package io.customeraccounts.api.privacy;

import static io.customeraccounts.api.problems.ProblemType.PERSON_ELSEWHERE;
import static io.customeraccounts.api.problems.ProblemType.PERSON_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;
import static io.customeraccounts.api.security.Question.ADMINISTER_PEOPLE;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.customer.CustomerCommand.RecordPeopleSearch;
import io.customeraccounts.domain.customer.CustomerCommand.RecordPersonDataShown;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.paging.MalformedCursor;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.privacy.Erasures;
import io.customeraccounts.projections.privacy.People;
import io.customeraccounts.projections.privacy.People.ManagedMembership;
import io.customeraccounts.projections.privacy.People.ManagedPerson;
import io.customeraccounts.projections.privacy.PersonData;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a partner does with the people of the customers that it manages. Whatever it looks at is recorded in its history. */
@Tag(name = "Partners")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/people", produces = MediaType.APPLICATION_JSON_VALUE)
class PeopleController {

    private static final int SHORTEST = 3;

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final People people;
    private final PersonData data;
    private final Erasure erasure;
    private final Erasures erasures;
    private final Clock clock;

    PeopleController(
            Permissions permissions,
            CommandTransaction commands,
            People people,
            PersonData data,
            Erasure erasure,
            Erasures erasures,
            Clock clock) {
        this.permissions = permissions;
        this.commands = commands;
        this.people = people;
        this.data = data;
        this.erasure = erasure;
        this.erasures = erasures;
        this.clock = clock;
    }

    @Schema(name = "SearchPeople")
    record SearchRequest(
            @Schema(
                    description = "Part of a name or an address, at least 3 characters.",
                    example = "schmi",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String search,

            @Schema(description = "Where the former page ended, as that page said.") @Nullable
            String cursor) {}

    @Schema(name = "FoundPerson")
    record FoundPersonJson(UUID personId, List<FoundMembershipJson> memberships) {

        static FoundPersonJson of(ManagedPerson person) {
            return new FoundPersonJson(
                    person.personId().value(),
                    person.memberships().stream().map(FoundMembershipJson::of).toList());
        }
    }

    @Schema(name = "FoundMembership")
    record FoundMembershipJson(
            UUID membershipId,
            UUID customerId,
            @Schema(example = "acme") String customerIdentifier,
            @Schema(example = "ACME GmbH") String customerName,
            @Schema(example = "Anna Schmidt") @Nullable String fullName,
            @Schema(example = "anna@example.org") @Nullable String email,
            String group,
            Instant joinedAt,

            @Schema(description = "Absent while it is active.") @Nullable
            Instant endedAt) {

        static FoundMembershipJson of(ManagedMembership membership) {
            return new FoundMembershipJson(
                    membership.membershipId().value(),
                    membership.customerId().value(),
                    membership.customerIdentifier(),
                    membership.customerName(),
                    membership.fullName(),
                    membership.email(),
                    membership.group(),
                    membership.joinedAt(),
                    membership.endedAt());
        }
    }

    @Operation(
            summary = "Search people",
            description =
                    "Those who are or were users of the customers that the partner manages, at most 50 at a time. That somebody searched is recorded in the partner's history, and not for what.")
    @PostMapping(path = "/searches", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<PageJson<FoundPersonJson>> search(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<SearchRequest> body) {
        var actor = permissions.require(ADMINISTER_PEOPLE, caller, customerId);
        var request = body.read();
        var page = page(customerId, request);
        return commands.perform(write, sender -> {
            if (request.cursor() == null) {
                sender.send(
                        new RecordPeopleSearch(customerId, actor, page.items().size()));
            }
            return () -> Answer.ok(new PageJson<>(
                    page.items().stream().map(FoundPersonJson::of).toList(), page.next()));
        });
    }

    private Page<ManagedPerson> page(CustomerId customerId, SearchRequest request) {
        var search = request.search() == null ? null : request.search().strip();
        if (search == null) {
            throw Problem.malformed(FieldError.at("/search", "missing"));
        }
        if (search.codePointCount(0, search.length()) < SHORTEST) {
            throw Problem.invalid(FieldError.at("/search", "search-too-short").with("min", SHORTEST));
        }
        try {
            return people.search(customerId, search, new PageRequest(request.cursor(), PageRequest.DEFAULT_LIMIT));
        } catch (MalformedCursor e) {
            throw Problem.malformed(FieldError.at("/cursor", "cursor-unknown"));
        }
    }

    @Operation(
            summary = "Show what is stored about a person",
            description =
                    "In the customers that the partner manages; a file. That it was shown is recorded in the partner's history.")
    @MayAnswer(PERSON_NOT_FOUND)
    @PostMapping("/{personId}/data")
    Answer<PersonDataJson> data(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable PersonId personId, Write write) {
        var actor = permissions.require(ADMINISTER_PEOPLE, caller, customerId);
        var managed = existing(customerId, personId).stream()
                .map(membership -> membership.customerId().value())
                .collect(Collectors.toSet());
        return commands.send(
                write,
                new RecordPersonDataShown(customerId, actor, personId),
                () -> Answer.ok(PersonDataJson.of(data, personId, clock.instant(), null, managed::contains, false))
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"person-data.json\""));
    }

    @Operation(
            summary = "Erase a person",
            description =
                    "For good, if they are and were in customers only that the partner manages; otherwise an operator is asked to. Needs the header Reason.")
    @MayAnswer({PERSON_NOT_FOUND, PERSON_ELSEWHERE, REASON_REQUIRED})
    @PostMapping("/{personId}/erasure")
    Answer<ReceiptJson> erase(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable PersonId personId, Write write) {
        var actor = permissions.requireAsPartner(ADMINISTER_PEOPLE, caller, customerId);
        existing(customerId, personId);
        if (write.reason().isEmpty()) {
            throw Problem.of(REASON_REQUIRED);
        }
        if (actor instanceof Actor.PartnerUser user && people.isElsewhere(customerId, personId)) {
            erasures.request(personId, customerId, user.personId());
            throw Problem.of(PERSON_ELSEWHERE);
        }
        return erasure.erase(write, actor, personId);
    }

    private List<ManagedMembership> existing(CustomerId customerId, PersonId personId) {
        var memberships = people.membershipsOf(customerId, personId);
        if (memberships.isEmpty()) {
            throw Problem.of(PERSON_NOT_FOUND);
        }
        return memberships;
    }
}
