package io.customeraccounts.api.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** An installation that is worked with while faults happen to it, and judged in the end. */
final class FaultRun implements AutoCloseable {

    private static final int CLIENTS = 4;
    private static final int CUSTOMERS = 3;

    /** Longer than is allowed, so that it can be said how long it took. */
    private static final Duration PATIENCE = Checker.RECOVERED_WITHIN.multipliedBy(2);

    private final long seed;
    private final SplittableRandom random;
    final Installation installation;
    final Witness witness;
    private final Clients clients;
    private final List<History.Recovery> recoveries = new ArrayList<>();
    private int interruptions;

    /**
     * Starts everything, and the work.
     *
     * @param first where the first node dies for the first time, if at all
     */
    FaultRun(Path directory, long seed, int nodes, @Nullable KillPoint first, @Nullable Guarantee without)
            throws Exception {
        this.seed = seed;
        random = new SplittableRandom(seed);
        System.out.println("faults.seed=" + seed);
        installation = new Installation(directory, nodes, without);
        try {
            // Later than the customers are opened.
            installation.start(first == null ? null : Trap.kill(first, CUSTOMERS + 10 + random.nextInt(30)));
            witness = new Witness(installation);
            clients = new Clients(installation, random.nextLong(), CLIENTS, CUSTOMERS);
        } catch (Exception | Error e) {
            installation.close();
            throw e;
        }
        clients.start();
    }

    /** Lets a fault happen, puts it right, and waits until everybody has followed. */
    void suffer(Fault fault) throws Exception {
        var node = installation.nodes().get(random.nextInt(installation.nodes().size()));
        fault.happen(installation, node, random);
        recovered(fault.toString());
    }

    /** Waits until the first node has died at the point, and starts it again. */
    void sufferFirst(KillPoint point) throws Exception {
        Fault.awaitDeath(point, installation.nodes().getFirst());
        Fault.startAgain(installation, installation.nodes().getFirst());
        recovered("a kill at " + point);
    }

    private void recovered(String fault) throws Exception {
        interruptions++;
        var took = witness.untilFollowed(witness.events(), PATIENCE);
        recoveries.add(new History.Recovery(fault, took));
        System.out.printf(
                "%s: %d calls, %d events, followed after %s%n", fault, clients.count(), witness.events(), took);
    }

    /** Goes on until there have been so many more calls. */
    void work(int calls) {
        var until = clients.count() + calls;
        await().atMost(Duration.ofMinutes(2)).until(() -> clients.count() >= until);
    }

    /**
     * Ends the work, and judges what there is when nothing happens any more.
     *
     * @param mailed how long it may take until every mail that is due has been sent or given up
     */
    List<Objection> judge(Duration mailed) throws Exception {
        var calls = clients.settle();
        recoveries.add(new History.Recovery("the end", witness.untilFollowed(witness.events(), PATIENCE)));
        var settling = System.nanoTime();
        var settled = witness.untilSettled(mailed);
        System.out.printf(
                "%s after %s%n", settled ? "settled" : "not settled", Duration.ofNanos(System.nanoTime() - settling));
        witness.untilMailed(mailed);
        var history = witness.history(calls, interruptions, recoveries);
        var objections = Checker.check(history);
        var ofProjects = history.feed().stream()
                .filter(event -> event.type().startsWith("project."))
                .count();
        System.out.printf(
                "faults.seed=%d: %d calls, %d faults, %d events, %d of them of projects, %d objections%n",
                seed, calls.size(), interruptions, history.feed().size(), ofProjects, objections.size());
        return objections;
    }

    @Override
    public void close() throws IOException {
        try (installation) {
            clients.close();
        }
    }
}
