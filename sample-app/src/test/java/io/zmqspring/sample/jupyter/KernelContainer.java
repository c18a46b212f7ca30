package io.zmqspring.sample.jupyter;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import io.zmqspring.sample.SampleClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A container in which kernels run, one at a time: they bind ports that are fixed in it, and mapped to free ones of
 * this machine. The end of a kernel is seen by nothing but its heartbeat.
 */
final class KernelContainer implements KernelLauncher, AutoCloseable {

    private static final Path DOCKERFILE = Path.of("src", "test", "docker", "Dockerfile");
    private static final int SHELL = 7101;
    private static final int CONTROL = 7102;
    private static final int IOPUB = 7103;
    private static final int STDIN = 7104;
    private static final int HEARTBEAT = 7105;

    private final AtomicInteger kernels = new AtomicInteger();
    private final GenericContainer<?> container;
    private final JsonMapper json;

    KernelContainer(JsonMapper json) {
        this.json = json;
        container = new GenericContainer<>(
                        new ImageFromDockerfile(imageName(), false).withFileFromPath("Dockerfile", DOCKERFILE))
                .withExposedPorts(SHELL, CONTROL, IOPUB, STDIN, HEARTBEAT)
                .waitingFor(Wait.forSuccessfulCommand("true"));
        container.start();
    }

    /** {@return whether there is Docker, or the environment says that there must be; for {@code @EnabledIf}} */
    static boolean isUsable() {
        return Boolean.parseBoolean(System.getenv("ZMQ_INTEROP_REQUIRED"))
                || DockerClientFactory.instance().isDockerAvailable();
    }

    /** {@return a name of its own for each version of the file, so that Docker's cache serves} */
    private static String imageName() {
        CRC32 sum = new CRC32();
        try {
            sum.update(Files.readAllBytes(DOCKERFILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "zmqspring/jupyter-kernel:" + Long.toHexString(sum.getValue());
    }

    @Override
    public KernelProcess launch(String key) {
        String name = "/kernel-" + kernels.incrementAndGet();
        ConnectionInfo inside =
                new ConnectionInfo("tcp", "0.0.0.0", SHELL, CONTROL, IOPUB, STDIN, HEARTBEAT, Signer.SCHEME, key);
        container.copyFileToContainer(Transferable.of(json.writeValueAsBytes(inside)), name + ".json");
        DockerClient docker = container.getDockerClient();
        String exec = docker.execCreateCmd(container.getContainerId())
                .withCmd(
                        "sh",
                        "-c",
                        "echo $$ > " + name + ".pid && exec python3 -m ipykernel_launcher -f " + name + ".json")
                .exec()
                .getId();
        docker.execStartCmd(exec).withDetach(true).exec(new ResultCallback.Adapter<>());
        return new ContainerKernel(name, exec, key);
    }

    /** Sends a signal to the latest kernel. */
    void signal(String signal) {
        signal(signal, "/kernel-" + kernels.get());
    }

    private void signal(String signal, String name) {
        try {
            container.execInContainer(
                    StandardCharsets.UTF_8, "sh", "-c", "kill -" + signal + " $(cat " + name + ".pid)");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private final class ContainerKernel implements KernelProcess {

        private final String name;
        private final String exec;
        private final ConnectionInfo connection;

        ContainerKernel(String name, String exec, String key) {
            this.name = name;
            this.exec = exec;
            this.connection = new ConnectionInfo(
                    "tcp",
                    container.getHost(),
                    container.getMappedPort(SHELL),
                    container.getMappedPort(CONTROL),
                    container.getMappedPort(IOPUB),
                    container.getMappedPort(STDIN),
                    container.getMappedPort(HEARTBEAT),
                    Signer.SCHEME,
                    key);
        }

        @Override
        public ConnectionInfo connection() {
            return connection;
        }

        @Override
        public void interrupt() {
            signal("INT", name);
        }

        @Override
        public boolean awaitEnd(Duration timeout) {
            try {
                await().atMost(timeout).until(() -> !isRunning());
                return true;
            } catch (ConditionTimeoutException stillThere) {
                return false;
            }
        }

        private boolean isRunning() {
            return container.getDockerClient().inspectExecCmd(exec).exec().isRunning();
        }

        @Override
        public void kill() {
            if (isRunning()) {
                signal("KILL", name);
                awaitEnd(SampleClient.LIMIT);
            }
        }

        @Override
        public CompletableFuture<String> ended() {
            return new CompletableFuture<>();
        }
    }
}
