package io.customeraccounts.api.operations;

import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.projections.followers.Followers;
import io.customeraccounts.projections.followers.Following;
import io.customeraccounts.projections.ledger.Ledger;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far the ledger has come, and whoever follows it, for operators. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = "/api/v1/operations", produces = MediaType.APPLICATION_JSON_VALUE)
class FollowersController {

    private final Permissions permissions;
    private final Followers followers;
    private final Ledger ledger;
    private final Completeness completeness;

    FollowersController(Permissions permissions, Followers followers, Ledger ledger, Completeness completeness) {
        this.permissions = permissions;
        this.followers = followers;
        this.ledger = ledger;
        this.completeness = completeness;
    }

    @Schema(name = "Follower")
    record FollowerJson(
            @Schema(example = "mails") String name,

            @Schema(
                    description = "It has handled all events up to this position, apart from those that are parked.",
                    example = "4711")
            long position,

            @Schema(description = "How many events have a position that it has not come to.", example = "0")
            long lag,

            @Schema(description = "Events that it could not handle, and those of the same customer that wait for them.")
            long parked) {

        static FollowerJson of(Following it, long last) {
            return new FollowerJson(it.follower(), it.handled(), Math.max(0, last - it.handled()), it.parked());
        }
    }

    @Operation(
            summary = "List followers",
            description = "Who follows the ledger, on whichever node: by name, those that have been started once.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping("/followers")
    Answer<PageJson<FollowerJson>> followers(Caller caller) {
        permissions.requireOperator(caller);
        // First: what follows afterwards is not behind.
        var last = ledger.lastPosition();
        return Answer.ok(new PageJson<>(
                followers.all().stream().map(it -> FollowerJson.of(it, last)).toList(), null));
    }

    @Schema(name = "LedgerProgress")
    record LedgerJson(
            @Schema(description = "The last position.", example = "4711")
            long sealed,

            @Schema(description = "Committed events that wait for a position.", example = "0")
            long unsealed,

            @Schema(description = "When the first of those happened; absent if none waits.") @Nullable
            Instant waitingSince,

            @Schema(description = "Absent until all events have been counted once since the start of the node.")
            @Nullable
            CountJson counted) {}

    @Schema(name = "LedgerCount", description = "What there was when all events were counted the last time.")
    record CountJson(
            @Schema(example = "4711") long stored,
            @Schema(example = "4711") long sealed,
            @Schema(example = "0") long unsealed,

            @Schema(description = "Whether every event was sealed or waited for it, and the positions had no gap.")
            boolean complete) {

        static CountJson of(Ledger.Count it) {
            return new CountJson(it.events(), it.sealed(), it.unsealed(), it.isComplete());
        }
    }

    @Operation(
            summary = "Show how far the ledger is",
            description = "And whether nothing got lost when that was looked at last.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping("/ledger")
    Answer<LedgerJson> ledger(Caller caller) {
        permissions.requireOperator(caller);
        var progress = ledger.progress();
        var counted = completeness.counted();
        return Answer.ok(new LedgerJson(
                progress.sealed(),
                progress.unsealed(),
                progress.waitingSince(),
                counted == null ? null : CountJson.of(counted)));
    }
}
