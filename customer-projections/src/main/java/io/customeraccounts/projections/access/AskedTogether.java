package io.customeraccounts.projections.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Asks questions that come at the same time at once, each time for all who wait. Whoever comes while nobody asks does so
 * without waiting; whoever comes while others ask waits until these have their answers, and then asks for all who have come
 * meanwhile. Every question is asked after it has come: no answer is older than that.
 *
 * @param <Q> a question
 * @param <A> an answer
 */
final class AskedTogether<Q, A> {

    private static final int MOST = 64;

    private final Function<List<Q>, List<A>> ask;
    private final int atOnce;
    private final Queue<Waiting<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asking = new AtomicInteger();

    /** What somebody waits for: that others have asked for them, or that it is their turn. */
    private record Waiting<Q, A>(Q question, CompletableFuture<Turn<A>> turn) {}

    private sealed interface Turn<A> {

        record Ask<A>() implements Turn<A> {}

        record Answered<A>(A answer) implements Turn<A> {}

        record Failed<A>(RuntimeException why) implements Turn<A> {}
    }

    /**
     * @param ask the answers in the order of the questions
     * @param atOnce how many may ask at the same time
     */
    AskedTogether(Function<List<Q>, List<A>> ask, int atOnce) {
        this.ask = ask;
        this.atOnce = atOnce;
    }

    /** Throws what asking has thrown, also to those for whom somebody else has asked. */
    A ask(Q question) {
        var mine = new Waiting<Q, A>(question, new CompletableFuture<>());
        waiting.add(mine);
        nextAsks();
        var turn = mine.turn().join();
        if (turn instanceof Turn.Ask) {
            turn = askForAll(mine);
        }
        return switch (turn) {
            case Turn.Answered<A>(var answer) -> answer;
            case Turn.Failed<A>(var why) -> throw why;
            case Turn.Ask<A>() -> throw new IllegalStateException("asked twice");
        };
    }

    /** For whom it makes a difference who asks. */
    A alone(Q question) {
        return ask.apply(List.of(question)).getFirst();
    }

    /** If there is somebody who waits and not too many ask, it is their turn. */
    private void nextAsks() {
        while (!waiting.isEmpty() && begin()) {
            var next = waiting.poll();
            if (next != null) {
                next.turn().complete(new Turn.Ask<>());
                return;
            }
            // Somebody else has been faster, and there may be news since.
            asking.decrementAndGet();
        }
    }

    private boolean begin() {
        return asking.getAndUpdate(count -> count < atOnce ? count + 1 : count) < atOnce;
    }

    private Turn<A> askForAll(Waiting<Q, A> mine) {
        var together = new ArrayList<Waiting<Q, A>>();
        together.add(mine);
        for (var other = waiting.poll(); other != null; other = together.size() < MOST ? waiting.poll() : null) {
            together.add(other);
        }
        var turns = turns(together.stream().map(Waiting::question).toList());
        asking.decrementAndGet();
        nextAsks();
        for (var place = 1; place < together.size(); place++) {
            together.get(place).turn().complete(turns.get(place));
        }
        return turns.getFirst();
    }

    private List<Turn<A>> turns(List<Q> questions) {
        try {
            return ask.apply(questions).stream()
                    .<Turn<A>>map(Turn.Answered::new)
                    .toList();
        } catch (Error e) {
            return failed(questions, new IllegalStateException("whoever asked for all has failed", e));
        } catch (RuntimeException e) {
            return failed(questions, e);
        }
    }

    private static <Q, A> List<Turn<A>> failed(List<Q> questions, RuntimeException why) {
        return questions.stream()
                .<Turn<A>>map(question -> new Turn.Failed<>(why))
                .toList();
    }
}
