package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.support.JavaProcess;
import io.zmqspring.core.support.ProcessResources;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application uses the direct memory of the JVM up for a while: calls find no room, and go on afterwards. */
@Timeout(90)
class DirectMemoryUsedUpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DONE = "done\n";

    private static void assertEnds(Class<?> main) {
        assertThat(JavaProcess.run(main, Duration.ofSeconds(80), "-XX:MaxDirectMemorySize=16m"))
                .endsWith(DONE);
    }

    @Test
    void shouldHoldUpASenderInThisProcessAndLetItGoOnWithoutAnIoThread() {
        assertEnds(SenderInProcess.class);
    }

    @Test
    void shouldNotPreventABindNorLeaveDescriptorsBehind() {
        assertEnds(Binder.class);
    }

    static List<ByteBuffer> useUp() {
        List<ByteBuffer> used = new ArrayList<>();
        for (int size = 1 << 20; size >= 512; ) {
            try {
                used.add(ByteBuffer.allocateDirect(size));
            } catch (OutOfMemoryError noneOfThisSize) {
                size >>= 1;
            }
        }
        return used;
    }

    static void free(List<ByteBuffer> used) {
        used.clear();
        System.gc();
    }

    /** An {@code inproc} pair in a context that has no I/O thread. */
    static final class SenderInProcess {

        public static void main(String[] arguments) throws Exception {
            try (ZmqContext context = ZmqContext.create()) {
                PullSocket pull = context.pull();
                PushSocket push = context.push();
                pull.bind("inproc://pair");
                push.connect("inproc://pair");
                List<ByteBuffer> used = useUp();
                for (int i = 0; i < 3; i++) {
                    assertThat(push.trySend(ascii("no room"))).isFalse();
                }
                CompletableFuture<Boolean> sent =
                        CompletableFuture.supplyAsync(() -> push.send(ascii("at last"), PATIENCE));

                free(used);

                assertThat(sent.get(60, TimeUnit.SECONDS)).isTrue();
                assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("at last"));
                assertThat(context.counters().internalErrors()).isZero();
            }
            System.out.print(DONE);
        }
    }

    /** A socket that binds; its peer connects before there is memory. */
    static final class Binder {

        public static void main(String[] arguments) {
            try (ZmqContext warmUp = ZmqContext.create()) {
                warmUp.pull().bind("tcp://127.0.0.1:*");
            }
            int descriptors = ProcessResources.descriptors();
            List<ByteBuffer> used = useUp();
            for (int i = 0; i < 5; i++) {
                try (ZmqContext context = ZmqContext.create()) {
                    context.pull().bind("tcp://127.0.0.1:*");
                }
            }
            assertThat(ProcessResources.descriptors()).isLessThanOrEqualTo(descriptors);
            try (ZmqContext context = ZmqContext.create()) {
                PullSocket pull = context.pull();
                String endpoint = pull.bind("tcp://127.0.0.1:*");

                free(used);

                PushSocket push = context.push();
                push.connect(endpoint);
                assertThat(push.send(ascii("at last"), PATIENCE)).isTrue();
                assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("at last"));
            }
            System.out.print(DONE);
        }
    }
}
