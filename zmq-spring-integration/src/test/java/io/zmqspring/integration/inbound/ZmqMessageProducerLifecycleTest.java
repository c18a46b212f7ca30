package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.error.ZmqSocketStartException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer that starts, pauses, stops and fails to start. */
@Timeout(60)
class ZmqMessageProducerLifecycleTest extends ZmqMessageProducerFixture {

    @Test
    void shouldFailToStartWhenEndpointIsInUseAndStartWhenItIsFree() throws Exception {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            producer.setBind("tcp://127.0.0.1:" + other.getLocalPort());
            assertThatExceptionOfType(ZmqSocketStartException.class)
                    .isThrownBy(() -> started(producer))
                    .withMessageContaining(Integer.toString(other.getLocalPort()));
            assertThat(producer.isRunning()).isFalse();
        }

        producer.start();

        sender(producer.getBoundEndpoint()).send("free".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("free");
    }

    @Test
    void shouldLogWhereItListens() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        ZmqMessageProducer producer;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            producer = started(tcp());
        } finally {
            System.setErr(before);
        }

        assertThat(log.toString(UTF_8)).contains("'inbound' (PULL) listens at " + producer.getBoundEndpoint());
    }

    @Test
    void shouldBindNothingWhenOneOfTwoEndpointsIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ZmqMessageProducer producer = new ZmqMessageProducer(zmq);
            producer.setBind("inproc://first", "tcp://127.0.0.1:" + other.getLocalPort());
            assertThatExceptionOfType(ZmqSocketStartException.class).isThrownBy(() -> started(producer));
        }
        PullSocket free = zmq.pull();
        assertThat(free.bind("inproc://first")).isEqualTo("inproc://first");
    }

    @Test
    void shouldKeepPortOfWildcardBindOverRestart() {
        ZmqMessageProducer producer = started(tcp());
        String before = producer.getBoundEndpoint();
        PushSocket sender = sender(before);
        sender.send("1".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("1");

        producer.stop();
        assertThat(producer.isRunning()).isFalse();
        producer.start();

        assertThat(producer.getBoundEndpoint()).isEqualTo(before);
        await().atMost(LIMIT).until(() -> sender.counters().reconnects() == 1);
        sender.send("2".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("2");
    }

    @Test
    void shouldTakeAnotherPortWhenItsOwnWasTakenWhileStopped() throws Exception {
        ZmqMessageProducer producer = started(tcp());
        int port = URI.create(producer.getBoundEndpoint()).getPort();
        producer.stop();

        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            producer.start();
            assertThat(URI.create(producer.getBoundEndpoint()).getPort())
                    .isPositive()
                    .isNotEqualTo(other.getLocalPort());
        }

        sender(producer.getBoundEndpoint()).send("moved".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("moved");
    }

    @Test
    void shouldHandOverWhatHadArrivedWhenStopped() throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ZmqMessageProducer producer = inproc("a");
        producer.setOutputChannel(failingOn("0", () -> {
            handling.countDown();
            awaitLatch(release);
        }));
        started(producer);
        MessageSender sender = sender("inproc://a");
        for (int i = 0; i < 10; i++) {
            sender.send(Integer.toString(i).getBytes(UTF_8));
        }
        awaitLatch(handling);

        Thread stopper = new Thread(producer::stop);
        stopper.start();
        await().atMost(LIMIT).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        stopper.join();

        for (int i = 1; i < 10; i++) {
            assertThat(text(next(output))).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void shouldNotWaitForAStuckFlowBeyondTheShutdownTimeout() {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ZmqMessageProducer producer = inproc("a");
        producer.setShutdownTimeout(Duration.ofMillis(20));
        producer.setOutputChannel(failingOn("stuck", () -> {
            handling.countDown();
            awaitLatch(release);
        }));
        started(producer);
        sender("inproc://a").send("stuck".getBytes(UTF_8));
        awaitLatch(handling);

        producer.stop();

        assertThat(producer.isRunning()).isFalse();
        assertThat(release.getCount()).isEqualTo(1);
        release.countDown();
    }

    @Test
    void shouldTakeNothingWhilePausedAndGoOnWhenResumed() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        MessageSender sender = sender("inproc://a");
        sender.send("1".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("1");

        producer.pause();
        sender.send("2".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);
        assertThat(producer.isPaused()).isTrue();
        assertThat(producer.isRunning()).isTrue();
        assertThat(output.getQueueSize()).isZero();

        producer.resume();
        assertThat(text(next(output))).isEqualTo("2");
        assertThat(producer.isPaused()).isFalse();
    }

    @Test
    void shouldStayPausedOverRestart() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        MessageSender sender = sender("inproc://a");

        producer.pause();
        producer.stop();
        producer.start();
        sender.send("late".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);
        assertThat(output.getQueueSize()).isZero();

        producer.resume();
        assertThat(text(next(output))).isEqualTo("late");
    }

    @Test
    void shouldPauseFromItsOwnFlow() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = new ZmqMessageProducer(given);
        producer.setOutputChannel(failingOn("pause", producer::pause));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("pause".getBytes(UTF_8));
        await().atMost(LIMIT).until(producer::isPaused);
        sender.send("after".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);
        assertThat(output.getQueueSize()).isZero();

        producer.resume();
        assertThat(text(next(output))).isEqualTo("after");
    }

    @Test
    void shouldStopFromItsOwnFlowAndStartAgain() {
        ZmqMessageProducer producer = tcp();
        producer.setOutputChannel(failingOn("stop", producer::stop));
        started(producer);

        sender(producer.getBoundEndpoint()).send("stop".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> !producer.isRunning());

        producer.start();
        sender(producer.getBoundEndpoint()).send("again".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("again");
    }

    @Test
    void shouldRunWhenItsOwnFlowStopsAndStartsIt() {
        ZmqMessageProducer producer = tcp();
        producer.setOutputChannel(failingOn("restart", () -> {
            producer.stop();
            producer.start();
        }));
        started(producer);
        String endpoint = producer.getBoundEndpoint();
        PushSocket sender = sender(endpoint);

        sender.send("restart".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> sender.counters().reconnects() == 1);
        sender.send("again".getBytes(UTF_8));

        assertThat(text(next(output))).isEqualTo("again");
        assertThat(producer.getBoundEndpoint()).isEqualTo(endpoint);
    }

    @Test
    void shouldNoLongerRunWhenContextIsClosedByOthers() {
        ZmqMessageProducer producer = started(tcp());

        zmq.close();

        await().atMost(LIMIT).until(() -> !producer.isRunning());
    }

    @Test
    void shouldRunOnTheGivenExecutor() {
        AtomicInteger threads = new AtomicInteger();
        ZmqMessageProducer producer = inproc("a");
        producer.setTaskExecutor(task -> new Thread(task, "own-" + threads.incrementAndGet()).start());
        List<String> names = new ArrayList<>();
        producer.setOutputChannel(
                failingOn("x", () -> names.add(Thread.currentThread().getName())));
        started(producer);
        MessageSender sender = sender("inproc://a");

        sender.send("x".getBytes(UTF_8));
        sender.send("y".getBytes(UTF_8));

        assertThat(text(next(output))).isEqualTo("y");
        assertThat(names).containsExactly("own-1");
    }

    @Test
    void shouldFreeItsEndpointWhenTheExecutorRefuses() {
        ZmqMessageProducer producer = inproc("a");
        producer.setShutdownTimeout(Duration.ofMillis(1));
        producer.setTaskExecutor(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> started(producer));

        assertThat(producer.isRunning()).isFalse();
        assertThat(zmq.pull().bind("inproc://a")).isEqualTo("inproc://a");
    }
}
