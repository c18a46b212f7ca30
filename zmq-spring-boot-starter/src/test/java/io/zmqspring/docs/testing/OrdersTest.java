package io.zmqspring.docs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.test.ZmqTest;
import io.zmqspring.boot.test.ZmqTestPeers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** The test of {@code testing.md}. */
@TestPropertySource(
        properties = {
            "zmq.sockets.orders-in.type=pull",
            "zmq.sockets.orders-in.bind=tcp://*:5555",
            "zmq.sockets.confirmations.type=push",
            "zmq.sockets.confirmations.connect=tcp://localhost:5556"
        })
@ZmqTest
class OrdersTest {

    @Autowired
    ZmqTestPeers peers;

    @Test
    void shouldConfirmOrders() {
        peers.of("orders-in").send(new Order("apples", 42));

        assertThat(peers.of("confirmations").receive(Confirmation.class)).isEqualTo(new Confirmation("42 apples"));
    }
}
