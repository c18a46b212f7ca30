package io.zmqspring.sample.jupyter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a process itself says, so that it never waits for us, and keeps the end of it. What Python code prints
 * does not come this way but as messages. Any thread may call any method.
 */
final class KernelOutput {

    private static final Logger LOGGER = LoggerFactory.getLogger(KernelOutput.class);
    private static final int MAX_CHARACTERS = 2000;

    private final StringBuilder end = new StringBuilder();
    private final Thread reader;

    /** @param output read on a thread of its own until it ends */
    KernelOutput(InputStream output) {
        reader = new Thread(() -> readAll(output), "kernel-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** {@return the last that was said, once all was or the time is up} */
    String end(Duration timeout) throws InterruptedException {
        reader.join(timeout.toMillis());
        return end();
    }

    /** {@return the last that was said so far} */
    String end() {
        synchronized (end) {
            return end.toString().strip();
        }
    }

    private void readAll(InputStream output) {
        byte[] chunk = new byte[1024];
        try (output) {
            for (int count = output.read(chunk); count >= 0; count = output.read(chunk)) {
                String text = new String(chunk, 0, count, StandardCharsets.UTF_8);
                LOGGER.debug("kernel: {}", text);
                synchronized (end) {
                    end.append(text).delete(0, Math.max(0, end.length() - MAX_CHARACTERS));
                }
            }
        } catch (IOException ended) {
            LOGGER.debug("the kernel's output has ended", ended);
        }
    }
}
