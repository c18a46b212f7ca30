package io.zmqspring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.MessageSender;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer over a socket that is not its own. */
@Timeout(60)
class ZmqMessageProducerGivenSocketTest extends ZmqMessageProducerFixture {

    @Test
    void shouldLeaveGivenSocketOpenWithWhatIsInIt() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        assertThat(producer.getBoundEndpoint()).isEqualTo("inproc://a");

        producer.stop();
        sender("inproc://a").send("kept".getBytes(UTF_8));

        assertThat(given.receive(LIMIT)).isEqualTo("kept".getBytes(UTF_8));
        assertThat(output.getQueueSize()).isZero();
    }

    @Test
    void shouldLoseNothingOfAGivenSocketWhilePausedAndStopped() {
        int count = 20_000;
        PullSocket given = zmq.pull();
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));
        PushSocket sender = sender(given.bind(ANY_PORT));
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < count; i++) {
                sender.send(Integer.toString(i).getBytes(UTF_8));
            }
        });

        int round = 0;
        while (output.getQueueSize() < count && round < 100_000) {
            round++;
            producer.pause();
            producer.resume();
            if (round % 10 == 0) {
                producer.stop();
                producer.start();
            }
        }
        sending.join();

        for (int i = 0; i < count; i++) {
            assertThat(text(next(output))).isEqualTo(Integer.toString(i));
        }
        assertThat(round).isGreaterThan(10);
    }

    @Test
    void shouldReceiveAgainWhenItsNamedSocketHasBeenRestarted() {
        RestartableSocket named = RestartableSocket.of(
                SocketDefinition.of("named", SocketType.PULL).withBind(ANY_PORT), () -> zmq);
        named.start();
        ZmqMessageProducer producer = started(new ZmqMessageProducer(named));
        PushSocket sender = sender(producer.getBoundEndpoint());
        sender.send("1".getBytes(UTF_8));
        assertThat(text(next(output))).isEqualTo("1");

        named.stop();
        await().atMost(LIMIT).until(() -> sender.peers().isEmpty());
        sender.send("2".getBytes(UTF_8));
        named.start();

        assertThat(text(next(output))).isEqualTo("2");
        assertThat(producer.isRunning()).isTrue();
    }

    @Test
    void shouldHandOverWhatHadArrivedInAGivenSocketWhenStopped() {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = new ZmqMessageProducer(given);
        producer.setOutputChannel(failingOn("0", () -> {
            handling.countDown();
            awaitLatch(release);
        }));
        started(producer);
        MessageSender sender = sender("inproc://a");
        sender.send("0".getBytes(UTF_8));
        sender.send("1".getBytes(UTF_8));
        awaitLatch(handling);
        await().atMost(LIMIT).until(() -> given.counters().queuedToReceive() == 1);

        Thread stopper = new Thread(producer::stop);
        stopper.start();
        await().atMost(LIMIT).until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        release.countDown();

        assertThat(text(next(output))).isEqualTo("1");
        assertThat(given.isClosed()).isFalse();
    }

    @Test
    void shouldNoLongerRunWhenGivenSocketIsClosedByOthers() {
        PullSocket given = zmq.pull();
        given.bind("inproc://a");
        ZmqMessageProducer producer = started(new ZmqMessageProducer(given));

        given.close();

        await().atMost(LIMIT).until(() -> !producer.isRunning());
        assertThatIllegalStateException().isThrownBy(producer::start).withMessageContaining("closed");
    }

    @Test
    void shouldRefuseEndpointsForAGivenSocket() {
        ZmqMessageProducer producer = new ZmqMessageProducer(zmq.pull());
        assertThatIllegalStateException().isThrownBy(() -> producer.setBind("inproc://a"));
        assertThatIllegalStateException().isThrownBy(() -> producer.setConnect("inproc://a"));
    }
}
