package io.zmqspring.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.monitor.MonitorEvent.HandshakeFailed;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.support.EventRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types talk to each other (28/REQREP, 30/PIPELINE, 31/EXPAIR, and the draft types of libzmq). */
@Timeout(60)
class PeerTypesSystemTest {

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SCATTER, PULL, tcp://127.0.0.1:*",
        "SCATTER, PULL, ipc://*",
        "SCATTER, PULL, inproc://a",
        "PUSH, GATHER, tcp://127.0.0.1:*",
        "PUSH, GATHER, inproc://b",
        "SCATTER, SCATTER, tcp://127.0.0.1:*",
        "GATHER, GATHER, inproc://c",
        "CHANNEL, PAIR, tcp://127.0.0.1:*",
        "PAIR, CHANNEL, ipc://*",
        "CHANNEL, PAIR, inproc://d",
        "REQ, REQ, tcp://127.0.0.1:*",
        "REQ, DEALER, ipc://*",
        "REP, REP, tcp://127.0.0.1:*",
        "REP, ROUTER, inproc://a",
        "DEALER, PUSH, tcp://127.0.0.1:*",
        "PULL, ROUTER, tcp://127.0.0.1:*",
        "REQ, PAIR, inproc://b"
    })
    void shouldRefuseAPeerOfAnotherTypeOnBothSides(SocketType binding, SocketType connecting, String where) {
        ZmqSocket bound = context.socket(binding, SocketOptions.defaults());
        ZmqSocket connected = context.socket(connecting, SocketOptions.defaults());
        EventRecorder boundEvents = EventRecorder.of(bound);
        EventRecorder connectedEvents = EventRecorder.of(connected);

        connected.connect(bound.bind(where));

        boundEvents.await(HandshakeFailed.class);
        connectedEvents.await(HandshakeFailed.class);
        assertThat(bound.peers()).isEmpty();
        assertThat(connected.peers()).isEmpty();
        assertThat(bound.counters().handshakeFailures()).isPositive();
        assertThat(connected.counters().handshakeFailures()).isPositive();
    }
}
