package io.zmqspring.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.message.ZmqMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceiveLoopBatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket in = context.pull();
    private final PushSocket out = context.push();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private ReceiveLoop loop;

    @BeforeEach
    void open() {
        in.bind("inproc://batches");
        out.connect("inproc://batches");
    }

    @AfterEach
    void close() {
        release.countDown();
        if (loop != null) {
            loop.stopNow(LIMIT);
        }
        context.close();
    }

    @Test
    void shouldHandOverWhatIsThereInBatchesOfAtMostTheSize() {
        send(1, 10);
        loop = ReceiveLoop.batches(in, 4, Duration.ZERO, this::record).build();

        loop.start(this::run);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(batches).hasSize(3));
        assertThat(batches).containsExactly(numbers(1, 4), numbers(5, 8), numbers(9, 10));
    }

    @Test
    void shouldWaitForMoreAfterTheFirst() {
        loop = ReceiveLoop.batches(in, 3, LONG, this::record).build();
        loop.start(this::run);

        send(1, 1);
        await().atMost(LIMIT).until(() -> in.counters().received() == 1);
        send(2, 3);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(batches).containsExactly(numbers(1, 3)));
    }

    @Test
    void shouldHandOverFewerWhenTheTimeIsOver() {
        loop = ReceiveLoop.batches(in, 3, Duration.ofMillis(1), this::record).build();
        loop.start(this::run);

        send(1, 1);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(batches).containsExactly(numbers(1, 1)));
    }

    @Test
    void shouldWaitForMoreNoLongerWhenItPausesOrStops() {
        loop = ReceiveLoop.batches(in, 3, LONG, this::record).build();
        loop.start(this::run);
        send(1, 1);
        await().atMost(LIMIT).until(() -> in.counters().received() == 1);

        loop.pause();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(batches).containsExactly(numbers(1, 1)));
        loop.resume();
        send(2, 2);
        await().atMost(LIMIT).until(() -> in.counters().received() == 2);

        assertThat(loop.stop(LIMIT)).isTrue();
        assertThat(batches).containsExactly(numbers(1, 1), numbers(2, 2));
    }

    @Test
    void shouldHandOverInBatchesWhatHadArrivedWhenItStops() throws Exception {
        loop = ReceiveLoop.batches(in, 2, Duration.ZERO, this::blockOnTheFirst).build();
        loop.start(this::run);
        send(1, 1);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        send(2, 4);
        await().atMost(LIMIT).until(() -> in.counters().queuedToReceive() == 3);

        stopWhileTheFirstIsBlocked();

        assertThat(batches).containsExactly(numbers(1, 1), numbers(2, 3), numbers(4, 4));
    }

    @Test
    void shouldGoOnAfterABatchThatFails() {
        send(1, 4);
        loop = ReceiveLoop.batches(in, 2, Duration.ZERO, batch -> {
                    record(batch);
                    throw new IllegalStateException("expected by this test");
                })
                .build();

        loop.start(this::run);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(batches).containsExactly(numbers(1, 2), numbers(3, 4)));
    }

    @Test
    void shouldReplyToEachRequestThatHadArrivedWhenItStops() throws Exception {
        RepSocket rep = context.rep();
        String endpoint = rep.bind("inproc://requests");
        List<ReqSocket> requesters = List.of(context.req(), context.req(), context.req());
        loop = ReceiveLoop.batches(rep, 10, Duration.ZERO, batch -> {
                    blockOnTheFirst(batch);
                    rep.send(batch.get(0));
                })
                .build();
        loop.start(this::run);
        request(requesters.get(0), endpoint, "1");
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        request(requesters.get(1), endpoint, "2");
        request(requesters.get(2), endpoint, "3");
        await().atMost(LIMIT).until(() -> rep.counters().queuedToReceive() == 2);

        stopWhileTheFirstIsBlocked();

        assertThat(batches).containsExactly(numbers(1, 1), numbers(2, 2), numbers(3, 3));
        for (int i = 0; i < 3; i++) {
            assertThat(requesters.get(i).receive(LIMIT)).asString().isEqualTo(Integer.toString(i + 1));
        }
    }

    @Test
    void shouldHandOverWhatItTookBeforeAnError() {
        send(1, 5);
        loop = ReceiveLoop.batches(failingAt(4, new OutOfMemoryError("expected by this test")), 10, LONG, this::record)
                .build();

        loop.start(this::run);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(batches).isNotEmpty());
        assertThat(batches.get(0)).isEqualTo(numbers(1, 3));
    }

    @Test
    void shouldHandOverWhatItTookBeforeItsSocketWasClosedInAStop() throws Exception {
        // The first call takes 1, the second finds nothing more, the third takes 2.
        PullSocket closedLater = failingAt(4, new ZmqClosedException("expected by this test"));
        loop = ReceiveLoop.batches(closedLater, 10, Duration.ZERO, this::blockOnTheFirst)
                .build();
        send(1, 1);
        loop.start(this::run);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        send(2, 4);
        await().atMost(LIMIT).until(() -> in.counters().queuedToReceive() == 3);

        stopWhileTheFirstIsBlocked();

        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(numbers(1, 4));
    }

    /** {@return the receiving socket, of which one call of tryReceiveMessage fails and takes nothing} */
    private PullSocket failingAt(int failing, Throwable failure) {
        AtomicInteger calls = new AtomicInteger();
        return (PullSocket) Proxy.newProxyInstance(
                PullSocket.class.getClassLoader(), new Class<?>[] {PullSocket.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("tryReceiveMessage") && calls.incrementAndGet() == failing) {
                        throw failure;
                    }
                    try {
                        return method.invoke(in, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static void request(ReqSocket requester, String endpoint, String body) {
        requester.connect(endpoint);
        requester.send(ZmqMessage.ofStrings(body));
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReceiveLoop.batches(in, 0, Duration.ZERO, this::record))
                .withMessageContaining("maxMessages=0")
                .withMessageContaining("1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReceiveLoop.batches(in, 1, Duration.ofMillis(-1), this::record))
                .withMessageContaining("timeout=PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReceiveLoop.batches(out, 1, Duration.ZERO, this::record))
                .withMessageContaining("PUSH");
    }

    private void stopWhileTheFirstIsBlocked() throws InterruptedException {
        Thread stopping = new Thread(() -> loop.stop(LIMIT));
        stopping.start();
        await().atMost(LIMIT).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        stopping.join();
    }

    private void blockOnTheFirst(List<ZmqMessage> batch) {
        entered.countDown();
        try {
            release.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
        record(batch);
    }

    private void record(List<ZmqMessage> batch) {
        batches.add(batch.stream().map(message -> message.string(0)).toList());
    }

    private void send(int from, int to) {
        numbers(from, to).forEach(number -> out.send(ZmqMessage.ofStrings(number)));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    private void run(Runnable worker) {
        new Thread(worker, "loop").start();
    }
}
