package io.customeraccounts.api.ledger;

import static io.customeraccounts.api.problems.ProblemType.MALFORMED_REQUEST;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.TEMPORARILY_UNAVAILABLE;

import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.projections.ledger.Export;
import io.customeraccounts.projections.ledger.Ledger;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The whole ledger, for auditors and operators of the installation. */
@Tag(name = "Ledger")
@RestController
@RequestMapping("/api/v1/ledger/export")
class ExportController {

    private static final String NDJSON = "application/x-ndjson";

    /** Each keeps a thread for as long as its reader takes. */
    private static final int AT_ONCE = 2;

    /** Most exports go on where another has ended, and are short. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Permissions permissions;
    private final Ledger ledger;
    private final Export export;
    final Semaphore places = new Semaphore(AT_ONCE);

    ExportController(Permissions permissions, Ledger ledger, Export export) {
        this.permissions = permissions;
        this.ledger = ledger;
        this.export = export;
    }

    @Operation(
            summary = "Export the ledger",
            description =
                    "Every event as it is stored, in the order of the positions, with the checkpoints and hashes by which anybody can check them without this service: a JSON object a line. Up to the last checkpoint, which is made for it. An export that breaks off goes on with what comes after the last event that arrived.")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Position of the last event that is not wanted; without it, from the first one on.",
            schema = @Schema(type = "integer", format = "int64", minimum = "0", defaultValue = "0"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many events at most; without it, all.",
            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
    @Parameter(
            name = "proofs",
            in = ParameterIn.QUERY,
            description =
                    "Whether each event comes with the hashes that lead from it to the last checkpoint, so that its line can be checked alone. The export is more than twice as long then.",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @ApiResponse(
            responseCode = "200",
            description = "The export; complete if its last line is of the kind \"end\".",
            content =
                    @Content(
                            mediaType = NDJSON,
                            schema =
                                    @Schema(
                                            type = "string",
                                            example =
                                                    "{\"kind\":\"begin\",\"format\":1,\"after\":0,\"frontier\":[]}\n")))
    @MayAnswer({NOT_PERMITTED, MALFORMED_REQUEST, TEMPORARILY_UNAVAILABLE})
    @GetMapping(produces = NDJSON)
    void export(Caller caller, Query query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        permissions.requireAuditorOrOperator(caller);
        var after = Positions.find(query, "after", 0, ledger.lastPosition()).orElse(0L);
        var limit = Positions.find(query, "limit", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        var proofs = query.flag("proofs");
        if (!findPlace()) {
            throw Problem.of(TEMPORARILY_UNAVAILABLE).retryAfter(RETRY_AFTER);
        }
        try {
            response.setContentType(NDJSON);
            response.setHeader("Cache-Control", "no-store");
            if (!HttpMethod.HEAD.matches(request.getMethod())) {
                export.write(after, limit, proofs, response.getOutputStream());
            }
        } finally {
            places.release();
        }
    }

    private boolean findPlace() {
        try {
            return places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
