package io.zmqspring.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.connection.Unsent;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.support.Calls;
import io.zmqspring.core.time.NanoClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each message that send() accepted is, once its socket has ended, the peer's or counted as dropped once, whoever had
 * its queue last.
 */
@Timeout(60)
class QueueOwnerTest {

    private static final String ENDPOINT = "tcp://127.0.0.1:1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGE = 100_000;

    private final ContextCore context = new ContextCore(ContextOptions.defaults(), "a test", NanoClock.SYSTEM);
    private final SocketCore socket = context.socket(SocketType.PUSH, SocketOptions.defaults());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldDropWhatAPeerLeavesAfterTheClose() {
        Pipe pipe = attached();
        send(3);

        socket.close();
        socket.host().detach(pipe, ENDPOINT, Unsent.KEEP, "lost");

        assertAllDropped(3);
    }

    @Test
    void shouldLeaveToOthersWhatARefusedPeerWouldHaveAdopted() {
        SocketCore pair = context.socket(SocketType.PAIR, SocketOptions.defaults());
        Pipe lost = pair.host().createPipe();
        assertThat(pair.host().attach(lost)).isTrue();
        assertThat(pair.send(new byte[1], 0)).isTrue();
        pair.host().detach(lost, ENDPOINT, Unsent.KEEP, "lost");
        Pipe present = pair.host().createPipe();
        assertThat(pair.host().attach(present)).isTrue();

        assertThat(pair.host().adoptPipe()).isNull();

        pair.host().detach(present, ENDPOINT, Unsent.DROP, "ended");
        pair.close();
        assertThat(pair.counters().dropped()).isEqualTo(1);
        assertThat(pair.host().adoptPipe()).isNull();
    }

    @Test
    void shouldCountOnceWhatIsAdoptedWhileTheSocketIsClosed() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            SocketCore each = context.socket(SocketType.PUSH, SocketOptions.defaults());
            Pipe lost = each.host().createPipe();
            assertThat(each.host().attach(lost)).isTrue();
            assertThat(each.send(new byte[1], 0)).isTrue();
            each.host().detach(lost, ENDPOINT, Unsent.KEEP, "lost");
            Calls.Running<Void> closing = Calls.start(() -> each.end().begin(0));
            while (!each.isClosed() && round % 2 == 0) {
                Thread.onSpinWait();
            }
            Pipe adopting = each.host().adoptPipe();
            if (adopting != null) {
                each.host().detach(adopting, ENDPOINT, Unsent.DROP, "ended");
            }
            closing.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(each.counters().dropped()).as("round %d", round).isEqualTo(1);
            assertThat(each.counters().queuedToSend()).isZero();
        }
    }

    @Test
    void shouldCountOnceWhatAPeerLeavesWhileTheSocketIsClosed() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            SocketCore each = context.socket(SocketType.PUSH, SocketOptions.defaults());
            Pipe pipe = each.host().createPipe();
            assertThat(each.host().attach(pipe)).isTrue();
            for (int i = 0; i < 3; i++) {
                assertThat(each.send(new byte[1], 0)).isTrue();
            }
            CountDownLatch ready = new CountDownLatch(1);
            Calls.Running<Void> closing = Calls.start(() -> {
                ready.await();
                each.end().begin(0);
            });
            ready.countDown();
            spin(round % 500);
            each.host().detach(pipe, ENDPOINT, Unsent.KEEP, "lost");
            closing.result().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(each.counters().dropped()).as("round %d", round).isEqualTo(3);
            assertThat(each.counters().queuedToSend()).isZero();
        }
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldGiveBackTheMemoryOfWhatACloseDrops() {
        Pipe pipe = attached();
        assertThat(socket.send(new byte[LARGE], 0)).isTrue();
        socket.host().detach(pipe, ENDPOINT, Unsent.KEEP, "lost");
        assertThat(context.counters().bodyBytes()).isEqualTo(LARGE);

        socket.close();

        assertAllDropped(1);
        assertThat(context.counters().bodyBytes()).isZero();
    }

    @Test
    void shouldPassOnToThePeerThatIsThereWhatAnotherLeft() {
        Pipe leaving = attached();
        send(3);
        Pipe staying = attached();

        socket.host().detach(leaving, ENDPOINT, Unsent.KEEP, "lost");

        assertThat(staying.outgoing().size()).isEqualTo(3);
        socket.host().detach(staying, ENDPOINT, Unsent.DROP, "ended");
        assertAllDropped(3);
    }

    private Pipe attached() {
        Pipe pipe = socket.host().createPipe();
        assertThat(socket.host().attach(pipe)).isTrue();
        return pipe;
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(socket.send(new byte[1], 0)).isTrue();
        }
    }

    private void assertAllDropped(int count) {
        SocketCounters counters = socket.counters();
        assertThat(counters.sent()).isEqualTo(count);
        assertThat(counters.dropped()).isEqualTo(count);
        assertThat(counters.queuedToSend()).isZero();
    }
}
