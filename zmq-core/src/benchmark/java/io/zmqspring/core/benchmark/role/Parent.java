package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.workload.ResultLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The process that started this one. It reads our standard output and writes commands to our standard input; when it
 * ends, that input ends too, and so do we.
 */
final class Parent {

    private static final int ORPHANED = 3;

    private final Map<String, Runnable> commands = new ConcurrentHashMap<>();

    void watch() {
        Thread watch = new Thread(this::obey, "parent");
        watch.setDaemon(true);
        watch.start();
    }

    /** Runs {@code action} on the thread that reads commands whenever the parent writes {@code command}. */
    void onCommand(String command, Runnable action) {
        commands.put(command, action);
    }

    /**
     * Prepares to be stopped.
     *
     * @return is done once the parent writes {@code stop}
     */
    CountDownLatch stopped() {
        CountDownLatch stopped = new CountDownLatch(1);
        onCommand("stop", stopped::countDown);
        return stopped;
    }

    void tellEndpoints(String... endpoints) {
        tell("ENDPOINT " + String.join(" ", endpoints));
    }

    void tell(ResultLine result) {
        tell(result.toString());
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void obey() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Runnable action = commands.get(line);
                if (action == null) {
                    throw new IllegalArgumentException("unknown command: " + line);
                }
                action.run();
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("lost the parent: " + e);
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
