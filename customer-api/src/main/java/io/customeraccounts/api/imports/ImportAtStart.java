package io.customeraccounts.api.imports;

import io.customeraccounts.projections.customers.SqlRegistrations;
import io.customeraccounts.projections.ledger.AfterImport;
import io.customeraccounts.projections.ledger.Import;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.projects.SqlOwningCustomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.AbstractEventProcessor;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Imports the export that is named in the settings before anybody follows the events or asks for anything; the start fails if
 * that is refused. Who follows is told here, and goes on after it: no mail is sent about what was.
 */
@Component
@ConditionalOnProperty("customer-accounts.import.file")
class ImportAtStart implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ImportAtStart.class);

    /** In how many parts the work of a follower is cut, if not in four. */
    private static final Map<String, Integer> SEGMENTS = Map.of("mails", 1);

    private static final int USUAL_SEGMENTS = 4;

    private final Import imports;
    private final EventProcessingConfiguration processing;
    private final TokenStore tokens;
    private final JdbcClient sql;
    private final List<AfterImport> afterwards;
    private final Clock clock;
    private final Path file;
    private final List<String> keys;
    private boolean running;

    ImportAtStart(
            Import imports,
            EventProcessingConfiguration processing,
            TokenStore tokens,
            JdbcClient sql,
            List<AfterImport> afterwards,
            Clock clock,
            @Value("${customer-accounts.import.file}") Path file,
            @Value("${customer-accounts.import.keys}") List<String> keys) {
        this.imports = imports;
        this.processing = processing;
        this.tokens = tokens;
        this.sql = sql;
        this.afterwards = List.copyOf(afterwards);
        this.clock = clock;
        this.file = file;
        this.keys = List.copyOf(keys);
    }

    @Override
    public void start() {
        running = true;
        LOG.info("Importing {}", file);
        try {
            var last = imports.read(
                    () -> Files.newInputStream(file),
                    keys.stream().map(Verifier::parse).toList(),
                    processing.eventProcessors().values().stream()
                            .flatMap(it -> it instanceof AbstractEventProcessor processor
                                    ? handlers(processor.eventHandlerInvoker())
                                    : Stream.empty())
                            .toList(),
                    this::goOnAfter);
            LOG.info("Imported {} events. Start without customer-accounts.import.file from now on.", last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<EventMessageHandler> handlers(EventHandlerInvoker invoker) {
        return switch (invoker) {
            case MultiEventHandlerInvoker several ->
                several.delegates().stream().flatMap(ImportAtStart::handlers);
            case SimpleEventHandlerInvoker simple -> simple.eventHandlers().stream();
            default -> throw new IllegalStateException("cannot tell who follows: " + invoker.getClass());
        };
    }

    /** As many as the follower makes of its work when it starts for the first time. */
    static int segments(String follower) {
        return SEGMENTS.getOrDefault(follower, USUAL_SEGMENTS);
    }

    private void goOnAfter(long position) {
        processing.eventProcessors().forEach((name, processor) -> {
            if (processor instanceof StreamingEventProcessor) {
                tokens.initializeTokenSegments(name, segments(name), new GlobalSequenceTrackingToken(position));
            }
        });
        new SqlRegistrations(sql).reserveAll();
        SqlOwningCustomer.reserveAll(sql);
        afterwards.forEach(it -> it.imported(clock.instant()));
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everybody else. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
