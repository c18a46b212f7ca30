package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More in-process connections than there is memory for; no I/O thread looks after them. */
@Timeout(60)
class IdleInprocMemoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int COUNT = 300;
    private static final int MAX_MEMORY = 1 << 20;

    private final ZmqContext context = ZmqContext.create(
            ContextOptions.builder().maxDirectMemory(MAX_MEMORY).build());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldGiveTheMemoryOfEmptyQueuesToThoseThatHaveMessages() {
        List<PushSocket> pushes = new ArrayList<>();
        List<PullSocket> pulls = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            PullSocket pull = context.pull();
            PushSocket push = context.push();
            push.connect(pull.bind("inproc://idle-" + i));
            pulls.add(pull);
            pushes.add(push);
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < COUNT; i++) {
                byte[] message = {(byte) i, (byte) round};
                assertThat(pushes.get(i).send(message, PATIENCE))
                        .as("message of %d", i)
                        .isTrue();
                assertThat(pulls.get(i).receive(PATIENCE))
                        .as("message of %d", i)
                        .isEqualTo(message);
            }
        }
        assertThat(context.counters().memoryBytes()).isLessThanOrEqualTo(MAX_MEMORY);
    }

    @Test
    void shouldKeepWhatIsQueuedWhileOthersWantMemory() {
        PairSocket full = context.pair();
        PairSocket reader = context.pair();
        full.connect(reader.bind("inproc://full"));
        for (int i = 0; i < 10; i++) {
            full.send(new byte[] {(byte) i});
            reader.send(new byte[] {(byte) -i});
        }
        shouldGiveTheMemoryOfEmptyQueuesToThoseThatHaveMessages();
        for (int i = 0; i < 10; i++) {
            assertThat(reader.receive(PATIENCE)).containsExactly(i);
            assertThat(full.receive(PATIENCE)).containsExactly(-i);
        }
    }
}
