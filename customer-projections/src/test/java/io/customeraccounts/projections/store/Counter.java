package io.customeraccounts.projections.store;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.customeraccounts.domain.privacy.Personal;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** An aggregate as small as can be. */
@AggregateRoot(type = "counter")
class Counter {

    static final Map<String, Class<?>> FORMS = Map.of(
            "counter.opened", Opened.class,
            "counter.counted", Counted.class,
            "counter.named", Named.class,
            "counter.snapshot", Counter.class);

    record Open(@TargetAggregateIdentifier UUID id) {}

    record Count(@TargetAggregateIdentifier UUID id, int times) {}

    record Name(@TargetAggregateIdentifier UUID id, Personal name) {}

    record AskTotal(@TargetAggregateIdentifier UUID id) {}

    record AskName(@TargetAggregateIdentifier UUID id) {}

    record Refuse(@TargetAggregateIdentifier UUID id) {}

    record CountAndFail(@TargetAggregateIdentifier UUID id) {}

    record Opened(UUID id) {}

    record Counted(UUID id) {}

    record Named(UUID id, Personal name) {}

    static class Refused extends RuntimeException {
        final int total;

        Refused(int total) {
            super("at " + total);
            this.total = total;
        }
    }

    @AggregateIdentifier
    private UUID id;

    private int total;
    private @Nullable Personal name;

    Counter() {}

    @CommandHandler
    Counter(Open command) {
        apply(new Opened(command.id()));
    }

    @EventSourcingHandler
    void on(Opened event) {
        id = event.id();
    }

    @CommandHandler
    int handle(Count command) {
        for (var i = 0; i < command.times(); i++) {
            apply(new Counted(id));
        }
        return total;
    }

    @EventSourcingHandler
    void on(Counted event) {
        total++;
    }

    @CommandHandler
    void handle(Name command) {
        apply(new Named(id, command.name()));
    }

    @EventSourcingHandler
    void on(Named event) {
        name = event.name();
    }

    @CommandHandler
    int handle(AskTotal command) {
        return total;
    }

    @CommandHandler
    @Nullable
    Personal handle(AskName command) {
        return name;
    }

    @CommandHandler
    void handle(Refuse command) {
        throw new Refused(total);
    }

    @CommandHandler
    void handle(CountAndFail command) {
        apply(new Counted(id));
        throw new Refused(total);
    }
}
