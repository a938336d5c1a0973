package io.customeraccounts.projections.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.projections.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AskedTogetherTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentLinkedQueue<List<Integer>> asked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);

    @AfterEach
    void end() {
        first.countDown();
        threads.close();
    }

    /** The first one who asks gets an answer as soon as the latch is down. */
    private List<Integer> doubled(List<Integer> questions) {
        asked.add(List.copyOf(questions));
        if (questions.contains(0)) {
            CompletableFuture.runAsync(
                            () -> {
                                try {
                                    first.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            threads)
                    .join();
        }
        if (questions.contains(13)) {
            throw new IllegalArgumentException("13");
        }
        return questions.stream().map(question -> 2 * question).toList();
    }

    /** All of these wait when the first one gets its answer. */
    private List<Future<Integer>> whileOneAsks(AskedTogether<Integer, Integer> together, int count) {
        var answers = new ArrayList<Future<Integer>>();
        answers.add(threads.submit(() -> together.ask(0)));
        Waiting.until(() -> asked.size() == 1);
        var waiting = new ConcurrentSkipListSet<Thread>((a, b) -> Long.compare(a.threadId(), b.threadId()));
        IntStream.rangeClosed(1, count)
                .forEach(number -> answers.add(threads.submit(() -> {
                    waiting.add(Thread.currentThread());
                    return together.ask(number);
                })));
        Waiting.until(() -> waiting.size() == count
                && waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        return answers;
    }

    @Test
    void asksForAllWhoHaveComeMeanwhile() {
        var answers = whileOneAsks(new AskedTogether<>(this::doubled, 1), 10);
        assertThat(asked).containsExactly(List.of(0));

        first.countDown();

        assertThat(answers)
                .extracting(Future::get)
                .isEqualTo(IntStream.rangeClosed(0, 10)
                        .mapToObj(number -> 2 * number)
                        .toList());
        assertThat(asked).hasSize(2);
        assertThat(List.copyOf(asked).getLast()).hasSize(10);
    }

    @Test
    void nobodyWaitsWhereAsManyMayAsk() throws Exception {
        var together = new AskedTogether<>(this::doubled, 2);
        var slow = threads.submit(() -> together.ask(0));
        Waiting.until(() -> asked.size() == 1);

        assertThat(together.ask(7)).isEqualTo(14);
        assertThat(slow.isDone()).isFalse();
    }

    @Test
    void aFailureIsThatOfAllForWhomWasAskedAndOfNobodyElse() throws Exception {
        var together = new AskedTogether<>(this::doubled, 1);
        var answers = whileOneAsks(together, 13);
        first.countDown();

        assertThat(answers.getFirst().get()).isZero();
        for (var answer : answers.subList(1, answers.size())) {
            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
        assertThat(together.ask(4)).isEqualTo(8);
    }

    @Test
    void everybodyGetsTheirOwnAnswerAndNoMoreAskThanMay() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var together = new AskedTogether<Integer, Integer>(
                questions -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(1_000);
                    now.decrementAndGet();
                    return questions.stream().map(question -> -question).toList();
                },
                2);
        var answers = IntStream.range(0, 16)
                .mapToObj(client -> threads.submit(() -> IntStream.range(0, 2_000)
                        .map(number -> client * 10_000 + number)
                        .filter(question -> together.ask(question) != -question)
                        .count()))
                .toList();
        for (var wrong : answers) {
            assertThat(wrong.get()).isZero();
        }
        assertThat(most.get()).isEqualTo(2);
    }
}
