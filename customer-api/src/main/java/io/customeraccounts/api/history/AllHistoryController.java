package io.customeraccounts.api.history;

import static io.customeraccounts.api.problems.ProblemType.CARD_NUMBER_NOT_ALLOWED;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.history.History;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What has happened in the whole installation, for auditors and operators. */
@Tag(name = "History")
@RestController
@RequestMapping(path = "/api/v1/history", produces = MediaType.APPLICATION_JSON_VALUE)
class AllHistoryController {

    private final History history;
    private final Entries entries;

    AllHistoryController(History history, Entries entries) {
        this.history = history;
        this.entries = entries;
    }

    @HistoryFilters.Described
    @Parameter(
            in = QUERY,
            name = "customer",
            description = "Only what happened in this customer.",
            schema = @Schema(type = "string", format = "uuid"))
    @Parameter(
            in = QUERY,
            name = "person",
            description = "Only what is about this person, in whatever customer.",
            schema = @Schema(type = "string", format = "uuid"))
    @Operation(
            summary = "Read the history of the installation",
            description =
                    "Everything in all customers, in sentences, the latest first; as far as it has been written down, which takes a moment. For auditors and operators. A page may have fewer items than asked for although more follow: go on until there is no next one.")
    @MayAnswer({NOT_PERMITTED, CARD_NUMBER_NOT_ALLOWED})
    @GetMapping
    Answer<PageJson<EntryJson>> list(Caller caller, Query query, Paging paging, HttpServletRequest http) {
        if (!(caller instanceof Caller.Person person && (person.auditor() || person.operator()))) {
            throw Problem.of(NOT_PERMITTED)
                    .with("permission", Question.READ_HISTORY.permission().name());
        }
        var filter = HistoryFilters.of(query);
        var customer = query.find("customer", Fields.id(CustomerId::parse));
        var whom = query.find("person", Fields.id(PersonId::parse));
        var of = customer.map(filter::of).orElse(filter);
        var wanted = whom.map(of::of).orElse(of);
        return paging.answer(
                request -> history.page(wanted, request),
                page -> new PageJson<>(entries.show(page.items(), Problems.language(http)), page.next()));
    }
}
