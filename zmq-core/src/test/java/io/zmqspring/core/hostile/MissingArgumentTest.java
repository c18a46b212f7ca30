package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import java.time.Duration;
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
        assertThatNullPointerException().isThrownBy(() -> pull.poll(null, 1)).withMessage("handler");

        push.send(ascii("kept"));

        assertThatNullPointerException()
                .isThrownBy(() -> pull.poll(null, 1, PATIENCE))
                .withMessage("handler");
        assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("kept"));
    }

    @Test
    void shouldRefuseAMonitorListenerThatIsNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> pull.addMonitorListener(null))
                .withMessage("listener");
    }
}
