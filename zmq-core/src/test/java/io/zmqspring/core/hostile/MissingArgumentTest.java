package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller passes null: the call that did so says so, and neither a message nor a later event pays for it. */
@Timeout(60)
class MissingArgumentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();
    private final PullSocket pull = context.pull();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldRefuseToPollWithoutHandlerAndKeepTheMessage() {
        PushSocket push = context.push();
        push.connect(pull.bind("inproc://missing"));
        assertThatNullPointerException()
                .isThrownBy(() -> pull.poll((FrameHandler) null, 1))
                .withMessage("handler");

        push.send(ascii("kept"));

        assertThatNullPointerException()
                .isThrownBy(() -> pull.poll((FrameHandler) null, 1, PATIENCE))
                .withMessage("handler");
        assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("kept"));
    }

    @Test
    void shouldRefuseAMonitorListenerThatIsNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> pull.addMonitorListener(null))
                .withMessage("listener");
        assertThatNullPointerException()
                .isThrownBy(() -> pull.removeMonitorListener(null))
                .withMessage("listener");
    }

    @Test
    void shouldRefuseToSendNullAtOnceAlsoWithoutAPeer() {
        PushSocket push = context.push();
        for (Consumer<PushSocket> call : List.<Consumer<PushSocket>>of(
                socket -> socket.send((byte[]) null),
                socket -> socket.send((ByteBuffer) null),
                socket -> socket.send((ZmqMessage) null),
                socket -> socket.send((byte[]) null, PATIENCE),
                socket -> socket.trySend((ZmqMessage) null))) {
            assertThatNullPointerException()
                    .isThrownBy(() -> call.accept(push))
                    .withMessageContaining("nothing to send");
        }
        assertThatNullPointerException()
                .isThrownBy(() -> push.send(new byte[1], null))
                .withMessage("timeout");
    }

    @Test
    void shouldRefuseANegativeNumberOfPeers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pull.awaitPeers(-1, PATIENCE))
                .withMessageContaining("count=-1");
        assertThat(pull.awaitPeers(0, Duration.ZERO)).isTrue();
    }

    @Test
    void shouldRefuseMissingSettings() {
        assertThatNullPointerException()
                .isThrownBy(() -> ZmqContext.create(null))
                .withMessage("options");
        assertThatNullPointerException().isThrownBy(() -> context.push(null)).withMessage("options");
        assertThatNullPointerException()
                .isThrownBy(() -> context.socket(null, SocketOptions.defaults()))
                .withMessage("type");
        assertThatNullPointerException()
                .isThrownBy(() -> SocketDefinition.of("name", null))
                .withMessage("type");
        assertThatNullPointerException()
                .isThrownBy(() -> SocketDefinition.of("name", SocketType.PULL).withOptions(null))
                .withMessage("options");
    }
}
