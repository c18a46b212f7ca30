package io.zmqspring.core.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a restartable socket while it is open holds until it is stopped. */
@Timeout(60)
class RestartableXPubTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SocketDefinition DEFINITION = SocketDefinition.of("out", SocketType.XPUB)
            .withBind("inproc://out")
            .withOptions(SocketOptions.builder().xpubManual(true).sendHwm(7).build());

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @AutoClose
    private final RestartableSocket socket = RestartableSocket.of(DEFINITION, () -> context);

    private final XPubSocket xpub = (XPubSocket) socket;

    private SubSocket subscriber(String topic) {
        SubSocket sub = context.sub();
        sub.subscribe(topic);
        sub.connect("inproc://out");
        assertThat(xpub.receive(PATIENCE)).isEqualTo(("\1" + topic).getBytes(UTF_8));
        return sub;
    }

    @Test
    void shouldGivePeersWhatTheApplicationSaysAndForgetItWhenStopped() {
        socket.start();
        SubSocket first = subscriber("a");
        xpub.subscribe("a1");
        xpub.subscribe("a2".getBytes(UTF_8));
        xpub.unsubscribe("a2");
        assertThat(xpub.topics()).isOne();
        xpub.send("a2".getBytes(UTF_8));
        xpub.send("a1".getBytes(UTF_8));
        assertThat(first.receive(PATIENCE)).isEqualTo("a1".getBytes(UTF_8));
        first.close();

        socket.stop();
        socket.start();
        SubSocket second = subscriber("b");
        assertThat(xpub.topics()).isZero();
        xpub.subscribe("b");
        xpub.unsubscribe("b".getBytes(UTF_8));
        assertThat(xpub.topics()).isZero();
        second.close();
    }

    @Test
    void shouldHaveTheMarksOfItsDefinitionWhenItIsStartedAgain() {
        socket.start();
        xpub.sendHwm(9);
        xpub.receiveHwm(8);
        assertThat(xpub.options().sendHwm()).isEqualTo(9);
        assertThat(xpub.options().receiveHwm()).isEqualTo(8);
        socket.stop();
        socket.start();
        assertThat(xpub.options().sendHwm()).isEqualTo(7);
        assertThat(xpub.options().receiveHwm()).isEqualTo(1000);
    }
}
