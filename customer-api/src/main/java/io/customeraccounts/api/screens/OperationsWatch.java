package io.customeraccounts.api.screens;

import io.customeraccounts.api.mail.MailState;
import io.customeraccounts.api.mail.Mails;
import io.customeraccounts.projections.followers.DeadLetter;
import io.customeraccounts.projections.followers.DeadLetters;
import io.customeraccounts.projections.followers.Followers;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.rebuild.Rebuilds;
import io.customeraccounts.projections.systems.Confirmations;
import io.customeraccounts.projections.systems.Systems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Looks how the installation is, whichever node it comes from: once a second for all operators of this node whose pages are
 * open, and never if none is.
 */
@Component
class OperationsWatch {

    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final Followers followers;
    private final Systems systems;
    private final Confirmations confirmations;
    private final Rebuilds rebuilds;
    private final DeadLetters letters;
    private final Mails mails;

    private Map<String, Seen> seen = Map.of();
    private long seenAt;

    OperationsWatch(
            Ledger ledger,
            Followers followers,
            Systems systems,
            Confirmations confirmations,
            Rebuilds rebuilds,
            DeadLetters letters,
            Mails mails) {
        this.ledger = ledger;
        this.followers = followers;
        this.systems = systems;
        this.confirmations = confirmations;
        this.rebuilds = rebuilds;
        this.letters = letters;
        this.mails = mails;
    }

    /**
     * What a part of the pages shows.
     *
     * @param all in which any difference is one that is to be seen
     * @param news in which a difference is worth saying aloud
     */
    record Seen(Object all, Object news) {

        static Seen of(Object all) {
            return new Seen(all, "");
        }
    }

    /** By part, as not long ago. */
    synchronized Map<String, Seen> look() {
        var now = System.nanoTime();
        if (seen.isEmpty() || now - seenAt >= INTERVAL.toNanos() / 2) {
            seen = parts();
            seenAt = now;
        }
        return seen;
    }

    private Map<String, Seen> parts() {
        var following = followers.all();
        var connected = systems();
        var rebuilding = rebuilds.all();
        var parked = letters.all();
        return Map.of(
                "overview",
                Seen.of(List.of(ledger.progress(), following, connected)),
                "systems",
                Seen.of(connected),
                "rebuilds",
                new Seen(
                        rebuilding,
                        rebuilding.stream().map(it -> it.table() + it.state()).toList()),
                "dead-letters",
                new Seen(
                        List.of(parked, letters.discarded()),
                        parked.stream().map(DeadLetter::id).toList()),
                "mails",
                Seen.of(mails()));
    }

    /** In seconds, as pages show it. */
    private Object systems() {
        var all = systems.all();
        var lags = new ArrayList<Object>();
        confirmations.lags(all).forEach((system, lag) -> lags.add(List.of(system, lag.toSeconds())));
        return List.of(all, lags);
    }

    /** Of those that have come to an end, the time of the last one tells whether there is another. */
    private Object mails() {
        var numbers = mails.numbers();
        return List.of(numbers.waiting(), numbers.parked(), mails.in(MailState.WAITING, 200), mails.lastFinishedAt());
    }
}
