package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.PollKey;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqPoller;
import io.zmqspring.core.ZmqPoller.Interest;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.support.Calls;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A poller while its sockets are closed, other threads receive, and its own thread is interrupted. */
@Timeout(120)
class PollerFaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqPoller poller = ZmqPoller.create();

    @AfterEach
    void close() {
        poller.close();
        context.close();
    }

    @Test
    void shouldReportASocketOnceThatIsClosedWhileItWaits() {
        PullSocket pull = context.pull();
        pull.bind("tcp://127.0.0.1:*");
        PollKey key = poller.register(pull, Interest.READABLE);
        PushSocket push = context.push();
        PollKey other = poller.register(push, Interest.WRITABLE);
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        pull.close();
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(key));
        assertThat(key.isClosed()).isTrue();
        assertThat(key.isValid()).isFalse();
        assertThat(poller.poll(SHORT)).isEmpty();
        assertThat(poller.size()).isEqualTo(1);
        waiting = Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        context.close();
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(other));
        assertThat(other.isClosed()).isTrue();
        assertThat(poller.size()).isZero();
    }

    @Test
    void shouldEndItsWaitWhenInterruptedWokenOrClosed() {
        PollKey key = poller.register(context.pull(), Interest.READABLE);
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        waiting.thread().interrupt();
        assertThat(waiting.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqInterruptedException.class);
        assertThat(waiting.interrupted()).succeedsWithin(PATIENCE).isEqualTo(true);

        poller.wakeup();
        assertThat(poller.poll(PATIENCE)).isEmpty();
        waiting = Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        assertThat(Calls.start(() -> poller.poll(PATIENCE)).result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
        poller.wakeup();
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of());

        waiting = Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        poller.close();
        assertThat(waiting.result())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ZmqClosedException.class);
        assertThat(key.isValid()).isFalse();
        assertThat(poller.isClosed()).isTrue();
        assertThatExceptionOfType(ZmqClosedException.class)
                .isThrownBy(() -> poller.register(context.pull(), Interest.READABLE));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> poller.poll(Duration.ZERO));
    }

    @Test
    void shouldReportWhatAnotherThreadsHandlerLeaves() throws InterruptedException {
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        push.connect(pull.bind("inproc://handler"));
        PollKey key = poller.register(pull, Interest.READABLE);
        push.send(new byte[1]);
        push.send(new byte[1]);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Calls.start(() -> pull.poll(
                (body, more) -> {
                    entered.countDown();
                    try {
                        leave.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                1));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(poller.poll(SHORT)).isEmpty();
        Calls.Running<List<PollKey>> waiting =
                Calls.start(() -> poller.poll(PATIENCE)).awaitWaiting();
        leave.countDown();
        assertThat(waiting.result()).succeedsWithin(PATIENCE).isEqualTo(List.of(key));
    }

    @Test
    void shouldNotUseTheProcessorWhileItWaits() {
        for (int i = 0; i < 50; i++) {
            PullSocket pull = context.pull();
            pull.bind("inproc://idle-" + i);
            poller.register(pull, Interest.READABLE);
        }
        poller.register(context.push(), Interest.WRITABLE);
        poller.poll(SHORT);
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        assertThat(poller.poll(Duration.ofMillis(600))).isEmpty();
        assertThat(threads.getCurrentThreadCpuTime() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(100));
    }

    /** Two senders, and a thread that receives beside the polling one: each message is had, and no wait is in vain. */
    @Test
    void shouldLoseNoWakeUpWhileOthersSendAndReceive() {
        int sockets = 4;
        int messages = 20_000;
        AtomicInteger received = new AtomicInteger();
        List<PullSocket> pulls = new ArrayList<>();
        List<PushSocket> pushes = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            PullSocket pull = context.pull();
            PushSocket push = context.push();
            push.connect(pull.bind(i % 2 == 0 ? "inproc://stress-" + i : "tcp://127.0.0.1:*"));
            poller.register(pull, Interest.READABLE);
            pulls.add(pull);
            pushes.add(push);
        }
        List<Calls.Running<Void>> senders = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
            int first = half;
            senders.add(Calls.start(() -> {
                for (int i = 0; i < messages; i++) {
                    pushes.get((first + 2 * i) % sockets).send(new byte[8]);
                    if (i % 7 == 0) {
                        // Now and then everything is received before the next message is sent.
                        while (received.get() < i && !Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                    }
                }
            }));
        }
        Calls.Running<Void> thief = Calls.start(() -> {
            while (received.get() < 2 * messages) {
                if (pulls.get(0).tryReceive() != null) {
                    received.incrementAndGet();
                }
                Thread.onSpinWait();
            }
            poller.wakeup();
        });
        while (received.get() < 2 * messages) {
            List<PollKey> found = poller.poll(PATIENCE);
            assertThat(found.isEmpty() && received.get() < 2 * messages)
                    .as("a wait of %s in vain, received=%d", PATIENCE, received.get())
                    .isFalse();
            for (PollKey key : found) {
                if (((PullSocket) key.socket()).tryReceive() != null) {
                    received.incrementAndGet();
                }
            }
        }
        assertThat(thief.result()).succeedsWithin(PATIENCE);
        senders.forEach(sender -> assertThat(sender.result()).succeedsWithin(PATIENCE));
    }
}
