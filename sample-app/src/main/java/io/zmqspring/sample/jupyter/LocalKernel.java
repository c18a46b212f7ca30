package io.zmqspring.sample.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A kernel that is a child process of this one. */
final class LocalKernel implements KernelProcess {

    private static final Logger LOGGER = LoggerFactory.getLogger(LocalKernel.class);
    private static final String CONNECTION_FILE = "{connection_file}";
    private static final String FILE = "kernel.json";
    private static final int PAUSE_MS = 20;
    private static final String INSTALL = " The profile jupyter needs Python with ipykernel: on Debian, apt-get install"
            + " python3-ipykernel; elsewhere, python3 -m pip install ipykernel."
            + " sample.jupyter.python names another Python.";

    private final Process process;
    private final CompletableFuture<String> ended;
    private final ConnectionInfo connection;

    private LocalKernel(Process process, CompletableFuture<String> ended, ConnectionInfo connection) {
        this.process = process;
        this.ended = ended;
        this.connection = connection;
    }

    /**
     * Starts one, as {@link KernelLauncher#launch} describes. Its connection file is in a directory that only the user
     * can read, and is removed when the kernel ends.
     */
    static LocalKernel start(JupyterProperties properties, String key, JsonMapper json) throws InterruptedException {
        Path directory = newDirectory();
        Path file = directory.resolve(FILE);
        json.writeValue(file, ConnectionInfo.withPortsOfTheKernel(key));
        Process process = start(properties.command(), directory);
        KernelOutput said = new KernelOutput(process.getInputStream());
        CompletableFuture<String> ended = process.onExit().thenApply(gone -> {
            remove(directory);
            return describeEnd(gone, said.end());
        });
        try {
            return new LocalKernel(process, ended, awaitPorts(process, file, json, properties, said));
        } catch (RuntimeException | InterruptedException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private static Process start(List<String> command, Path directory) {
        List<String> arguments = command.stream()
                .map(argument -> argument.replace(
                        CONNECTION_FILE, directory.resolve(FILE).toString()))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
        // The kernel ends when this process has gone, however that came about.
        builder.environment()
                .put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
        // The debugger of a kernel, which is not used here, warns of Python 3.11 and later at each start.
        builder.environment().put("PYDEVD_DISABLE_FILE_VALIDATION", "1");
        try {
            return builder.start();
        } catch (IOException missing) {
            remove(directory);
            throw new KernelException(
                    "'" + arguments.get(0) + "' cannot be started: " + missing.getMessage() + "." + INSTALL);
        }
    }

    /** Looks into the file until the kernel has written its ports there, or has ended. */
    private static ConnectionInfo awaitPorts(
            Process process, Path file, JsonMapper json, JupyterProperties properties, KernelOutput said)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + properties.startTimeout().toNanos();
        ConnectionInfo connection = read(file, json);
        while (connection == null || !connection.hasPorts()) {
            if (process.waitFor(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                throw new KernelException("The kernel has ended before it was ready: "
                        + describeEnd(process, said.end(Duration.ofSeconds(1))) + "." + INSTALL);
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new KernelException("The kernel has not chosen its ports within " + properties.startTimeout()
                        + ": " + String.join(" ", properties.command()));
            }
            connection = read(file, json);
        }
        return connection;
    }

    private static @Nullable ConnectionInfo read(Path file, JsonMapper json) {
        try {
            return json.readValue(file, ConnectionInfo.class);
        } catch (JacksonException halfWritten) {
            return null;
        }
    }

    private static String describeEnd(Process process, String said) {
        return "exit code " + process.exitValue() + (said.isEmpty() ? "" : ", " + said);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("zmq-sample-kernel-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void remove(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException failed) {
            LOGGER.warn("{} cannot be removed", directory, failed);
        }
    }

    @Override
    public ConnectionInfo connection() {
        return connection;
    }

    @Override
    public void interrupt() {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new KernelException("SIGINT cannot be sent: " + failed.getMessage()
                    + ". With sample.jupyter.interrupt-mode=message it is asked for over the control socket.");
        }
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        try {
            ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }
}
