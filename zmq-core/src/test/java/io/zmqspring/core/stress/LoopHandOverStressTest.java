package io.zmqspring.core.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.loop.DeferredWriter;
import io.zmqspring.core.loop.EventLoop;
import io.zmqspring.core.loop.LoopThread;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.core.time.NanoClock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What jcstress cannot express, since a loop has a selector and its owners sleep in it: two threads take the loop over
 * from its I/O thread and give it back, while others hand it commands and requests. Each must be run by the owner, in
 * order and soon, and none twice.
 */
class LoopHandOverStressTest {

    private static final long RUN_NS = 1_500_000_000L;
    private static final long MAX_ATTEMPT_NS = 50_000_000L;
    private static final long SOON_NS = 10_000_000_000L;

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong leads = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();
    private long plainCommands;

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldRunEverythingSoonAndOnceWhenOwnersChange(WaitStrategy strategy) throws InterruptedException {
        EventLoop loop = new EventLoop(NanoClock.SYSTEM, strategy, errors::add);
        LoopThread io = new LoopThread(loop, Thread::new, "zmq loop under test");
        io.start();
        long end = System.nanoTime() + RUN_NS;
        long seed = System.nanoTime();
        Stress stress =
                new Stress(() -> "seed " + seed + ", " + leads + " leads, " + commands + " commands, " + errors);
        stress.thread("leader 1", () -> lead(loop, new Random(seed), end));
        stress.thread("leader 2", () -> lead(loop, new Random(seed + 1), end));
        stress.thread("commander 1", () -> command(loop, new Random(seed + 2), end));
        stress.thread("commander 2", () -> command(loop, new Random(seed + 3), end));
        stress.thread("requester", () -> request(loop, new Random(seed + 4), end));
        stress.run();
        loop.execute(io::stop);
        io.join(Stress.LIMIT_NS / 1_000_000);

        assertThat(errors).isEmpty();
        assertThat(plainCommands).as("commands by a plain counter").isEqualTo(commands.get());
        assertThat(leads.get()).as("times a thread led").isPositive();
    }

    private void lead(EventLoop loop, Random random, long end) {
        while (System.nanoTime() - end < 0) {
            long seen = commands.get();
            boolean alone = loop.enterWait();
            try {
                long deadline = loop.clock().deadline(MAX_ATTEMPT_NS);
                if (alone && loop.tryLead(() -> commands.get() == seen && loop.hasSingleWaiter(), deadline)) {
                    try {
                        assertThat(loop.isOwner()).isTrue();
                        leads.incrementAndGet();
                        int turns = random.nextInt(5);
                        for (int i = 0; i < turns; i++) {
                            loop.turn(random.nextInt(3) * 500_000L, () -> commands.get() == seen);
                        }
                    } finally {
                        loop.endLeading();
                    }
                }
            } finally {
                loop.leaveWait();
            }
            pause(random);
        }
    }

    private void command(EventLoop loop, Random random, long end) {
        AtomicInteger last = new AtomicInteger();
        int given = 0;
        while (System.nanoTime() - end < 0) {
            int burst = 1 + random.nextInt(4);
            for (int i = 0; i < burst; i++) {
                int number = ++given;
                loop.execute(() -> {
                    owned(loop);
                    plainCommands++;
                    assertThat(last.incrementAndGet()).isEqualTo(number);
                    commands.incrementAndGet();
                    inside.decrementAndGet();
                });
            }
            awaitSoon(() -> last.get(), given, "commands");
            pause(random);
        }
    }

    private void request(EventLoop loop, Random random, long end) {
        AtomicInteger work = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        DeferredWriter writer = new DeferredWriter() {
            @Override
            protected boolean look(boolean last) {
                owned(loop);
                int now = work.get();
                boolean again = seen.getAndSet(now) != now && !last;
                inside.decrementAndGet();
                return again;
            }
        };
        while (System.nanoTime() - end < 0) {
            int now = work.incrementAndGet();
            loop.flushSoon(writer);
            awaitSoon(() -> seen.get(), now, "requests");
            pause(random);
        }
    }

    private void owned(EventLoop loop) {
        assertThat(loop.isOwner()).as("run by the owner").isTrue();
        assertThat(inside.incrementAndGet()).as("threads inside").isEqualTo(1);
    }

    private void awaitSoon(IntSupplier done, int wanted, String what) {
        long limit = System.nanoTime() + SOON_NS;
        while (done.getAsInt() < wanted) {
            assertThat(errors).isEmpty();
            assertThat(System.nanoTime() - limit)
                    .as("time beyond the limit for %s, %s of %s are done", what, done.getAsInt(), wanted)
                    .isNegative();
            LockSupport.parkNanos(20_000);
        }
    }

    /** Now and then so long that the loop falls asleep, in each of the ways it has. */
    private static void pause(Random random) {
        int kind = random.nextInt(100);
        if (kind < 60) {
            LockSupport.parkNanos(random.nextInt(100_000));
        } else if (kind < 90) {
            LockSupport.parkNanos(random.nextInt(2_000_000));
        } else if (kind < 93) {
            LockSupport.parkNanos(10_000_000L + random.nextInt(10_000_000));
        }
    }
}
