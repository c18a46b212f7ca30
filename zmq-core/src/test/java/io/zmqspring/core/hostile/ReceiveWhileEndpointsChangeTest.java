package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.support.Calls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver beside which endpoints come and go, with several I/O threads. */
@Timeout(60)
class ReceiveWhileEndpointsChangeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ROUNDS = 20_000;

    @Test
    void shouldSayThatNothingCameWhileEndpointsComeAndGo() {
        try (ZmqContext context =
                ZmqContext.create(ContextOptions.builder().ioThreads(2).build())) {
            PullSocket pull = context.pull();
            AtomicBoolean done = new AtomicBoolean();
            Calls.Running<Void> receiver = Calls.start(() -> {
                while (!done.get()) {
                    assertThat(pull.receive(Duration.ofNanos(1_000))).isNull();
                }
            });
            for (int i = 0; i < ROUNDS && !receiver.result().isDone(); i++) {
                pull.connect("inproc://nobody");
                pull.disconnect("inproc://nobody");
            }
            done.set(true);

            assertThat(receiver.result()).succeedsWithin(PATIENCE);
        }
    }
}
