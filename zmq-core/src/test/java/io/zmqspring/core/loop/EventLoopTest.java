package io.zmqspring.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands, timers, writers, and the threads that turn the loop, with each way of waiting. */
@Timeout(60)
@ParameterizedClass
@EnumSource(WaitStrategy.class)
class EventLoopTest {

    private static final LeaderCondition ALWAYS = () -> true;
    private static final LeaderCondition NEVER = () -> false;
    private static final long A_SECOND_NS = 1_000_000_000L;
    private static final int PATIENCE_MS = 20_000;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final EventLoop loop;
    private final LoopThread io;

    EventLoopTest(WaitStrategy strategy) {
        loop = new EventLoop(NanoClock.SYSTEM, strategy, errors::add);
        io = new LoopThread(loop, Thread::new, "loop under test");
    }

    @BeforeEach
    void start() {
        io.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        io.stop();
        io.join(PATIENCE_MS);
        assertThat(loop.isOwned()).isFalse();
    }

    @Test
    void shouldRunCommandsInTheOrderOfCallsOnItsOwner() {
        List<Integer> order = new ArrayList<>();
        CompletableFuture<Boolean> owner = new CompletableFuture<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            loop.execute(() -> order.add(number));
        }
        loop.execute(() -> owner.complete(loop.isOwner()));

        assertThat(owner.join()).isTrue();
        assertThat(order).hasSize(100).isSorted();
        assertThat(loop.isOwner()).isFalse();
    }

    @Test
    void shouldGoOnAfterWhatThrows() {
        CompletableFuture<Void> after = new CompletableFuture<>();
        RuntimeException inCommand = new IllegalStateException("command");
        RuntimeException inTimer = new IllegalStateException("timer");
        RuntimeException inLook = new IllegalStateException("look");
        loop.execute(() -> {
            throw inCommand;
        });
        loop.execute(() -> loop.schedule(0, () -> {
            throw inTimer;
        }));
        loop.flushSoon(new Looked(last -> {
            throw inLook;
        }));
        loop.execute(() -> loop.schedule(1, () -> after.complete(null)));

        after.join();
        Awaitility.await().until(() -> errors.size() == 3);
        assertThat(errors).containsExactlyInAnyOrder(inCommand, inTimer, inLook);
    }

    @Test
    void shouldGoOnWhenThereIsNobodyToTellOfWhatIsThrown() throws Exception {
        EventLoop untold = new EventLoop(NanoClock.SYSTEM, WaitStrategy.PARK, e -> {
            throw new OutOfMemoryError("to tell of " + e);
        });
        LoopThread thread = new LoopThread(untold, Thread::new, "loop without report");
        thread.start();
        CompletableFuture<Void> after = new CompletableFuture<>();
        untold.execute(() -> {
            throw new IllegalStateException("command");
        });
        untold.execute(() -> untold.schedule(0, () -> {
            throw new IllegalStateException("timer");
        }));
        untold.execute(() -> untold.schedule(1, () -> after.complete(null)));

        assertThat(after).succeedsWithin(Duration.ofMillis(PATIENCE_MS));
        thread.stop();
        thread.join(PATIENCE_MS);
        assertThat(untold.isOwned()).isFalse();
    }

    @Test
    void shouldLookAgainUntilThereIsNothingMoreToLookAfter() {
        AtomicInteger looks = new AtomicInteger();
        Looked writer = new Looked(last -> looks.incrementAndGet() < 5);
        loop.flushSoon(writer);
        Awaitility.await().until(() -> looks.get() == 5);

        loop.flushSoon(writer);
        Awaitility.await().until(() -> looks.get() == 6);
    }

    @Test
    void shouldLetAnotherThreadLeadAndTakeTheLoopBack() {
        assertThat(loop.tryLead(ALWAYS, soon())).isTrue();
        assertThat(loop.isOwner()).isTrue();
        CompletableFuture<Thread> ranBy = new CompletableFuture<>();
        loop.execute(() -> ranBy.complete(Thread.currentThread()));
        while (!ranBy.isDone()) {
            loop.turn(A_SECOND_NS, ALWAYS);
        }
        assertThat(ranBy.join()).isSameAs(Thread.currentThread());
        loop.endLeading();
        assertThat(loop.isOwner()).isFalse();

        CompletableFuture<Thread> thenRanBy = new CompletableFuture<>();
        loop.execute(() -> thenRanBy.complete(Thread.currentThread()));

        assertThat(thenRanBy.join().getName()).isEqualTo("loop under test");
    }

    @Test
    void shouldNotLetASecondThreadLead() {
        assertThat(loop.tryLead(ALWAYS, soon())).isTrue();

        assertThat(CompletableFuture.supplyAsync(() -> loop.tryLead(ALWAYS, soon()))
                        .join())
                .isFalse();
        loop.endLeading();
    }

    @Test
    void shouldGiveUpTheAttemptToLeadWhenItIsNotWantedAnyMore() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        loop.execute(() -> {
            begun.complete(null);
            busy.join();
        });
        begun.join();
        AtomicInteger asked = new AtomicInteger();

        assertThat(loop.tryLead(() -> asked.incrementAndGet() < 3, soon())).isFalse();

        assertThat(loop.isOwner()).isFalse();
        busy.complete(null);
    }

    @Test
    void shouldWakeALeaderThatWaitsWhenItsConditionTurnsFalse() {
        CompletableFuture<Void> leading = new CompletableFuture<>();
        CompletableFuture<Void> enough = new CompletableFuture<>();
        CompletableFuture<Void> leader = CompletableFuture.runAsync(() -> {
            LeaderCondition goOn = () -> !enough.isDone();
            assertThat(loop.tryLead(goOn, soon())).isTrue();
            leading.complete(null);
            while (goOn.holds()) {
                loop.turn(NanoClock.FOREVER, goOn);
            }
            loop.endLeading();
        });
        leading.join();
        enough.complete(null);
        loop.nudge();

        assertThat(leader).succeedsWithin(Duration.ofMillis(PATIENCE_MS));
    }

    @Test
    void shouldGiveUpTheAttemptToLeadWhenItsTimeIsOver() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        loop.execute(() -> {
            begun.complete(null);
            busy.join();
        });
        begun.join();

        assertThat(CompletableFuture.supplyAsync(
                        () -> loop.tryLead(ALWAYS, loop.clock().deadline(1))))
                .succeedsWithin(Duration.ofMillis(PATIENCE_MS))
                .isEqualTo(false);
        busy.complete(null);
    }

    @Test
    void shouldTakeTheLoopBackFromOftenRepeatedLeadingWhenAThreadGoesToSleep() {
        assertThat(loop.tryLead(ALWAYS, soon())).isTrue();
        loop.endLeading();
        long end = soon();

        boolean led = true;
        while (led && loop.clock().remaining(end) > 0) {
            loop.ensureTurned();
            led = loop.tryLead(NEVER, end);
            if (led) {
                loop.endLeading();
            }
        }

        assertThat(led).isFalse();
    }

    @Test
    void shouldTakeTheLoopBackWhenASecondThreadWaitsAndTheLeaderEnds() {
        assertThat(loop.tryLead(ALWAYS, soon())).isTrue();
        assertThat(loop.enterWait()).isTrue();
        assertThat(loop.enterWait()).isFalse();
        long end = soon();

        boolean led = true;
        while (led && loop.clock().remaining(end) > 0) {
            loop.endLeading();
            led = loop.tryLead(NEVER, end);
        }

        assertThat(led).isFalse();
        loop.leaveWait();
        loop.leaveWait();
    }

    @Test
    void shouldLookOnceMoreAtAWriterWhenTheLeaderEnds() {
        AtomicInteger looks = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        assertThat(loop.tryLead(ALWAYS, soon())).isTrue();
        loop.flushSoon(new Looked(last -> {
            assertThat(last).isTrue();
            looks.incrementAndGet();
            return !done.get();
        }));
        loop.turn(0, ALWAYS);
        int before = looks.get();
        done.set(true);

        loop.endLeading();

        assertThat(looks).hasValue(before + 1);
    }

    @Test
    void shouldTakeTheLoopBackWhenTheLeaderEndsAndAWriterWantsAnotherLook() {
        assertThat(loop.tryLead(ALWAYS, soon())).isTrue();
        loop.flushSoon(new Looked(last -> true));
        loop.turn(0, ALWAYS);
        long end = soon();

        boolean led = true;
        while (led && loop.clock().remaining(end) > 0) {
            loop.endLeading();
            led = loop.tryLead(NEVER, end);
        }

        assertThat(led).isFalse();
    }

    private long soon() {
        return loop.clock().deadline(PATIENCE_MS * 1_000_000L);
    }

    /** Calls something for each look. */
    private static final class Looked extends DeferredWriter {

        private final Predicate<Boolean> look;

        Looked(Predicate<Boolean> look) {
            this.look = look;
        }

        @Override
        protected boolean look(boolean last) {
            return look.test(last);
        }
    }
}
