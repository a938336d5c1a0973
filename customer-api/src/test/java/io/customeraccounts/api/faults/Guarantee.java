package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Objection.Promise;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the service's promises rest on, each of which can be taken away to see whether the checker notices. */
enum Guarantee {
    /** The answer is kept with the command. */
    IDEMPOTENCY_ROW(
            Promise.SAME_ANSWER_PER_KEY,
            forgetting("idempotency", "caller = new.caller and idempotency_key = new.idempotency_key")),
    /** One sealer at a time. Without it the unique keys of the ledger stop the second one, and no promise is broken. */
    LOCK_OF_THE_SEALER(null, ""),
    LOCK_OF_THE_SEALER_AND_KEYS_OF_THE_LEDGER(
            Promise.LEDGER_HOLDS_EVERYTHING_ONCE,
            "alter table ledger drop constraint ledger_pkey, drop constraint ledger_event"),
    /** Read tables change with the events or not at all. */
    TABLES_IN_THE_TRANSACTION(Promise.TABLES_FOLLOW_THE_LOG, ""),
    /** The key of a person is kept with the events that are sealed with it. */
    PERSONAL_KEY(Promise.INVITATIONS_ARE_MAILED, forgetting("personal_key", "key_id = new.key_id"));

    private final @Nullable Promise broken;
    private final String takenAwayBy;

    Guarantee(@Nullable Promise broken, String takenAwayBy) {
        this.broken = broken;
        this.takenAwayBy = takenAwayBy;
    }

    /** What does not hold any more without it; empty if something else holds it up. */
    Optional<Promise> broken() {
        return Optional.ofNullable(broken);
    }

    boolean locksTheSealer() {
        return this == LOCK_OF_THE_SEALER || this == LOCK_OF_THE_SEALER_AND_KEYS_OF_THE_LEDGER;
    }

    /** SQL for the database, empty if none; more is up to {@link FaultyDatabase}. */
    String takenAwayBy() {
        return takenAwayBy;
    }

    /** What is inserted is gone as soon as the transaction commits. */
    private static String forgetting(String table, String row) {
        return """
                create function forget_%1$s() returns trigger language plpgsql as
                    $$ begin delete from %1$s where %2$s; return null; end $$;
                create constraint trigger forget after insert on %1$s deferrable initially deferred
                    for each row execute function forget_%1$s();
                """.formatted(table, row);
    }
}
