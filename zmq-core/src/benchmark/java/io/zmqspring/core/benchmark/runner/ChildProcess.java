package io.zmqspring.core.benchmark.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A child with a time limit: every wait ends at the limit, and closing kills what still runs. */
final class ChildProcess implements AutoCloseable {

    private static final String END_OF_OUTPUT = "";
    private static final int ERROR_LINES_KEPT = 3;
    private static final long LOOK_AT_PARTNERS_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final Process process;
    private final Writer input;
    private final long deadlineNs;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final Deque<String> errors = new ArrayDeque<>();
    private final Thread errorReader;

    private ChildProcess(String name, Process process, long limitNs) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.deadlineNs = System.nanoTime() + limitNs;
        read(process.getInputStream(), this::onOutput);
        errorReader = read(process.getErrorStream(), this::onError);
    }

    /**
     * Starts a child.
     *
     * @param name in messages
     * @param command and its arguments
     * @param limitNs longest life in nanoseconds
     */
    static ChildProcess start(String name, List<String> command, long limitNs) throws IOException {
        return new ChildProcess(name, new ProcessBuilder(command).start(), limitNs);
    }

    private Thread read(InputStream stream, Consumer<String> sink) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        lines.lines().forEach(sink);
                    } catch (IOException | UncheckedIOException e) {
                        onError("output lost: " + e);
                    } finally {
                        sink.accept(END_OF_OUTPUT);
                    }
                },
                name + " output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void onOutput(String line) {
        output.add(line);
    }

    private void onError(String line) {
        synchronized (errors) {
            if (!line.isBlank() && errors.size() < ERROR_LINES_KEPT) {
                errors.add(line.strip());
            }
        }
    }

    /**
     * Waits for the next line that starts with a word.
     *
     * @param firstWord of the line
     * @param partners without which the line would never come
     * @return the line
     * @throws MeasurementException if the child ends, its time is over or a partner fails before
     */
    String awaitLine(String firstWord, ChildProcess... partners) throws MeasurementException, InterruptedException {
        while (true) {
            String line = output.poll(Math.min(remainingNs(), LOOK_AT_PARTNERS_NS), TimeUnit.NANOSECONDS);
            if (line == null) {
                for (ChildProcess partner : partners) {
                    partner.requireNotFailed();
                }
                if (remainingNs() == 0) {
                    throw failed("no " + firstWord + " within its time limit");
                }
            } else if (line.equals(END_OF_OUTPUT)) {
                output.add(END_OF_OUTPUT);
                awaitExit();
                throw failed("ended without " + firstWord);
            } else if (line.startsWith(firstWord)) {
                return line;
            }
        }
    }

    /**
     * Waits for the end.
     *
     * @throws MeasurementException if it is a failure, or does not come in time
     */
    void awaitExit() throws MeasurementException, InterruptedException {
        if (!process.waitFor(remainingNs(), TimeUnit.NANOSECONDS)) {
            throw failed("did not end within its time limit");
        }
        requireNotFailed();
    }

    private void requireNotFailed() throws MeasurementException, InterruptedException {
        if (!process.isAlive() && process.exitValue() != 0) {
            throw failed("exit code " + process.exitValue());
        }
    }

    void command(String line) throws IOException {
        input.write(line + System.lineSeparator());
        input.flush();
    }

    private long remainingNs() {
        return Math.max(0, deadlineNs - System.nanoTime());
    }

    private MeasurementException failed(String reason) throws InterruptedException {
        if (!process.isAlive()) {
            errorReader.join(1000);
        }
        synchronized (errors) {
            return new MeasurementException(
                    name + ": " + reason + (errors.isEmpty() ? "" : ": " + String.join(" | ", errors)));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
