package io.zmqspring.core.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.ring.BufferPool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue in a Java VM of its own whose memory is used up. */
@Timeout(60)
class MemoryPressureTest {

    private static final int FRAMES = 80;

    @Test
    void shouldLeaveTheQueueAsItWasWhenThereIsNoMemoryForAMessage() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:MaxDirectMemorySize=512k",
                        "-XX:+UseSerialGC",
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShortOfMemory.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(output).endsWith("good" + System.lineSeparator());
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Fails half-way through copying a message, finds no memory for a larger ring, and then sends and receives as
     * before.
     */
    static final class ShortOfMemory {

        private static final int PIECE = 1 << 17;
        private static final FrameQueue QUEUE = new FrameQueue(new BufferPool(1 << 20), 0, 1 << 30);
        private static final MessageWriter WRITER = new MessageWriter(QUEUE);
        private static final MessageReader READER = new MessageReader(QUEUE);

        private ShortOfMemory() {}

        public static void main(String[] arguments) {
            failAtTheHeap();
            failAtDirectMemory();
            System.out.println("good");
        }

        private static void failAtTheHeap() {
            byte[] frame = Frames.message(Frames.LARGE).frame(0);
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < FRAMES; i++) {
                frames.add(frame);
            }
            ZmqMessage message = ZmqMessage.of(frames);
            List<byte[]> ballast = new ArrayList<>(1 << 12);
            try {
                while (true) {
                    ballast.add(new byte[PIECE]);
                }
            } catch (OutOfMemoryError full) {
                for (int i = 0; i < 20; i++) {
                    ballast.remove(ballast.size() - 1);
                }
            }
            boolean failed = false;
            try {
                WRITER.write(message, true);
            } catch (OutOfMemoryError expected) {
                failed = true;
            }
            ballast.clear();
            check(failed, "80 frames fitted where there was room for 40");
            check(QUEUE.size() == 0 && QUEUE.sizeBytes() == 0, "left behind: bytes=" + QUEUE.sizeBytes());
            ZmqMessage next = Frames.message(Frames.LARGE + 1, 3, Frames.LARGE + 2);
            check(WRITER.write(next, true), "no room");
            check(Frames.drain(READER).equals(List.of(next)), "another message came out");
        }

        private static void failAtDirectMemory() {
            byte[] body = new byte[1000];
            int written = 0;
            while (WRITER.write(body, true)) {
                written++;
            }
            check(QUEUE.size() == written, "size=" + QUEUE.size() + " written=" + written);
            check(Frames.drain(READER).size() == written, "lost");
            check(WRITER.write(body, true), "no room");
            check(Frames.drain(READER).size() == 1, "lost");
        }

        private static void check(boolean holds, String fact) {
            if (!holds) {
                throw new IllegalStateException(fact);
            }
        }
    }
}
