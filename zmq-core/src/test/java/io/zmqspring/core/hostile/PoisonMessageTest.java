package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.MonitorEvent.MessagesDropped;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.EventRecorder;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that makes each peer end the connection in the middle of it is given up, and what is behind it arrives. */
@Timeout(60)
class PoisonMessageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than the operating system takes of a message before its peer has read any. */
    private static final int POISON = 32 << 20;

    private static final SocketOptions QUICK = SocketOptions.builder()
            .reconnectInterval(Duration.ofMillis(5))
            .maxMessageSize(1000)
            .sendHwmBytes(1L << 30)
            .build();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveUpAMessageInTheMiddleOfWhichConnectionsEnd(boolean sendersBind) {
        try (ZmqContext context = ZmqContext.create()) {
            PullSocket pull = context.pull(QUICK);
            PushSocket push = context.push(QUICK);
            EventRecorder events = EventRecorder.of(push);
            join(push, pull, sendersBind);
            assertThat(push.awaitPeers(1, PATIENCE)).isTrue();

            push.send(new byte[POISON]);
            push.send(new byte[3]);

            assertThat(pull.receive(PATIENCE)).hasSize(3);
            assertThat(push.counters().dropped()).isEqualTo(1);
            assertThat(events.await(MessagesDropped.class).reason())
                    .contains("10 connections ended in the middle of it", "the last: ");
            assertThat(context.counters().internalErrors()).isZero();
        }
    }

    @Test
    void shouldGiveUpAMessageThatGoesFromOnePeerToTheOther() {
        try (ZmqContext context = ZmqContext.create()) {
            PushSocket push = context.push(QUICK);
            String endpoint = push.bind("tcp://127.0.0.1:*");
            PullSocket first = context.pull(QUICK);
            PullSocket second = context.pull(QUICK);
            first.connect(endpoint);
            second.connect(endpoint);
            assertThat(push.awaitPeers(2, PATIENCE)).isTrue();

            push.send(new byte[POISON]);
            push.send(new byte[POISON]);

            Awaitility.await().atMost(PATIENCE).until(() -> push.counters().dropped() == 2);
            push.send(new byte[3]);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> first.counters().queuedToReceive()
                                    + second.counters().queuedToReceive()
                            == 1);
            assertThat(push.counters().queuedToSend()).isZero();
            assertThat(context.counters().internalErrors()).isZero();
        }
    }

    private static void join(PushSocket push, PullSocket pull, boolean sendersBind) {
        if (sendersBind) {
            pull.connect(push.bind("tcp://127.0.0.1:*"));
        } else {
            push.connect(pull.bind("tcp://127.0.0.1:*"));
        }
    }
}
