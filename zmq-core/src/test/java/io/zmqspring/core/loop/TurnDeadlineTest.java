package io.zmqspring.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.support.HandTurnedClock;
import io.zmqspring.core.time.NanoClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The turn of a thread that leads a flooded loop: each thing done takes a millisecond of a clock set by hand, and the
 * turn has ten.
 */
@Timeout(60)
class TurnDeadlineTest {

    private static final LeaderCondition ALWAYS = () -> true;
    private static final long MS = 1_000_000;
    private static final int FLOOD = 100;
    private static final int PATIENCE_MS = 20_000;

    private final HandTurnedClock clock = new HandTurnedClock();
    private final List<Throwable> errors = new ArrayList<>();
    private final EventLoop loop = new EventLoop(clock, WaitStrategy.PARK, errors::add);
    private final AtomicInteger done = new AtomicInteger();
    private boolean ended;
    private final List<Pipe> pipes = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        assertThat(errors).isEmpty();
        if (!ended) {
            loop.close();
        }
        for (Pipe pipe : pipes) {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    @Test
    void shouldEndTheTurnAtItsDeadlineWhenThereAreManyCommands() {
        for (int i = 0; i < FLOOD; i++) {
            loop.execute(this::work);
        }

        leadForTenMs();

        assertThat(done).hasValueLessThanOrEqualTo(11);
    }

    @Test
    void shouldEndTheTurnAtItsDeadlineWhenManyTimersAreDue() {
        for (int i = 0; i < FLOOD; i++) {
            loop.schedule(0, this::work);
        }

        leadForTenMs();

        assertThat(done).hasValueLessThanOrEqualTo(11);
    }

    @Test
    void shouldEndTheTurnAtItsDeadlineWhenThereIsMuchToLookAfter() {
        for (int i = 0; i < FLOOD; i++) {
            loop.flushSoon(new DeferredWriter() {
                @Override
                protected boolean look(boolean last) {
                    work();
                    return false;
                }
            });
        }

        leadForTenMs();

        assertThat(done).hasValueLessThanOrEqualTo(11);
    }

    @Test
    void shouldEndTheTurnAtItsDeadlineWhenManyChannelsAreReadyAndDoThemInTheNextFullTurn() throws IOException {
        List<Integer> read = new ArrayList<>();
        makeReady(read);

        leadForTenMs();

        assertThat(read).hasSizeBetween(1, 11);
        loop.turn(0, ALWAYS);
        assertThat(read).hasSize(FLOOD).doesNotHaveDuplicates();
    }

    @Test
    void shouldDoSomeOfEachKindInEveryTurn() throws IOException {
        List<Integer> read = new ArrayList<>();
        makeReady(read);
        AtomicInteger timersFired = new AtomicInteger();
        for (int i = 0; i < FLOOD; i++) {
            loop.execute(this::work);
            loop.schedule(0, timersFired::incrementAndGet);
        }

        leadForTenMs();

        assertThat(done).hasPositiveValue();
        assertThat(timersFired).hasPositiveValue();
        assertThat(read).isNotEmpty();
    }

    @Test
    void shouldComeToTheChannelsWhenTimersSetTimersWithoutEnd() throws IOException {
        List<Integer> read = new ArrayList<>();
        makeReady(read);
        scheduleAgain(read);

        loop.turn(0, ALWAYS);

        assertThat(read).hasSize(FLOOD);
        assertThat(done).hasValueLessThan(1_000_000);
    }

    private void scheduleAgain(List<Integer> read) {
        loop.schedule(0, () -> {
            if (read.isEmpty() && done.incrementAndGet() < 1_000_000) {
                scheduleAgain(read);
            }
        });
    }

    @Test
    void shouldComeToTheTimersWhenCommandsGiveCommandsWithoutEnd() {
        loop.schedule(0, done::incrementAndGet);
        AtomicInteger commands = new AtomicInteger();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                if (done.get() == 0 && commands.incrementAndGet() < 1_000_000) {
                    loop.execute(this);
                }
            }
        });

        loop.turn(0, ALWAYS);

        assertThat(done).hasValue(1);
        assertThat(commands).hasValueLessThan(1_000_000);
        assertThat(loop.hasCommands()).isTrue();
    }

    @Test
    void shouldLetNobodyLeadUntilTheIoThreadHasDoneWhatALeaderLeft() throws Exception {
        LoopThread io = new LoopThread(loop, Thread::new, "loop under test");
        assertThat(loop.tryLead(ALWAYS, clock.deadline(10 * MS))).isTrue();
        CompletableFuture<Thread> last = new CompletableFuture<>();
        for (int i = 0; i < FLOOD; i++) {
            loop.execute(this::work);
        }
        loop.execute(() -> last.complete(Thread.currentThread()));

        loop.turnUntil(clock.deadline(10 * MS), ALWAYS);
        loop.endLeading();

        assertThat(last).isNotDone();
        assertThat(loop.tryLead(ALWAYS, clock.deadline(10 * MS))).isFalse();
        io.start();
        assertThat(last.get(PATIENCE_MS, TimeUnit.MILLISECONDS).getName()).isEqualTo("loop under test");
        io.stop();
        io.join(PATIENCE_MS);
        ended = true;
    }

    private void makeReady(List<Integer> read) throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            int number = i;
            Pipe pipe = Pipe.open();
            pipes.add(pipe);
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            pipe.source().configureBlocking(false);
            loop.register(pipe.source(), SelectionKey.OP_READ, key -> {
                key.interestOps(0);
                read.add(number);
                work();
            });
        }
    }

    private void work() {
        done.incrementAndGet();
        clock.turn(MS);
    }

    private void leadForTenMs() {
        assertThat(loop.tryLead(ALWAYS, NanoClock.FOREVER >> 1)).isTrue();
        loop.turnUntil(clock.deadline(10 * MS), ALWAYS);
        loop.endLeading();
    }
}
