package io.zmqspring.core.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Host names that resolve when we say so. The JVM's hosts file ({@code jdk.net.hosts.file}) is a named pipe: a look-up
 * opens it and so waits until this actor opens the other end. Names that are not known by then fail.
 */
final class SlowNames {

    private final Path pipe;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param pipe made before the JVM was started */
    SlowNames(Path pipe) {
        this.pipe = pipe;
    }

    /** From now on the name leads to 127.0.0.1, at the next time that look-ups are answered. */
    void add(String name) {
        known.add(name);
    }

    void remove(String name) {
        known.remove(name);
    }

    /** Answers the look-ups that wait now, and lets later ones wait. */
    void answer() {
        String lines = "127.0.0.1 localhost\n"
                + String.join(
                        "",
                        known.stream().map(name -> "127.0.0.1 " + name + '\n').toList());
        try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw")) {
            byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
            if (bytes.length < 1 << 15) {
                both.write(bytes);
            }
            BoundedCalls.pause(5);
        } catch (IOException e) {
            throw new IllegalStateException("the hosts file cannot be written", e);
        }
    }
}
