package io.zmqspring.core.benchmark.runner;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The C program that measures libzmq; the script that starts us has built it, or says why not. */
final class LibzmqProgram {

    private static final long VERSION_LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    private LibzmqProgram() {}

    static Optional<String> path() {
        return Optional.ofNullable(System.getProperty("benchmark.libzmq.program"));
    }

    static String whySkipped() {
        return System.getProperty("benchmark.libzmq.skipped", "started without -Dbenchmark.libzmq.program");
    }

    static String version() {
        if (path().isEmpty()) {
            return "skipped: " + whySkipped();
        }
        try (ChildProcess child = ChildProcess.start("libzmq", List.of(path().get(), "version"), VERSION_LIMIT_NS)) {
            return child.awaitLine("VERSION").substring("VERSION".length()).trim();
        } catch (IOException | MeasurementException e) {
            return "unknown: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown: interrupted";
        }
    }
}
