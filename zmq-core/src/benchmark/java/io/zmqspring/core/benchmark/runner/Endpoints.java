package io.zmqspring.core.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Addresses that nobody uses yet: any free port, or a new path. */
final class Endpoints implements AutoCloseable {

    private final AtomicInteger next = new AtomicInteger();
    private final Path directory;

    Endpoints() throws IOException {
        directory = Files.createTempDirectory("zmqb");
    }

    /** So many addresses, separated by commas. */
    String fresh(String transport, int count) {
        return IntStream.range(0, count).mapToObj(i -> fresh(transport)).collect(Collectors.joining(","));
    }

    String fresh(String transport) {
        return switch (transport) {
            case "tcp" -> "tcp://127.0.0.1:*";
            case "ipc" -> "ipc://" + directory.resolve(next.incrementAndGet() + ".sock");
            default -> throw new IllegalArgumentException("unknown transport: " + transport + "; known=[tcp, ipc]");
        };
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
