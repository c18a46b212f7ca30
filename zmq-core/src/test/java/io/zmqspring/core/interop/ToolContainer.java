package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/** The container with programs that others wrote: rsyslog, zurl and Node.js. What was started in it ends with it. */
final class ToolContainer implements AutoCloseable {

    private static final Path FILES = Path.of("src", "test", "docker", "tools");
    private static final List<String> NAMES =
            List.of("Dockerfile", "rsyslog-push.conf", "rsyslog-pub.conf", "zurl.conf", "worker.mjs");
    private static final Integer[] PORTS = {7101, 7103, 7104, 7201};
    private static final String HOST = "host.docker.internal";

    private final GenericContainer<?> container;

    /** Starts it; where there is no Docker the test is skipped, or fails when the environment says so. */
    ToolContainer() {
        LibzmqContainer.require(
                DockerClientFactory.instance().isDockerAvailable(),
                "no Docker here, and rsyslog, zurl and Node.js run in a container");
        ImageFromDockerfile image = new ImageFromDockerfile(
                        LibzmqContainer.imageName("zmqspring/tools", FILES, NAMES), false)
                .withFileFromTransferable(
                        LibzmqContainer.CERTIFICATES, Transferable.of(LibzmqContainer.certificates()));
        for (String name : NAMES) {
            image.withFileFromPath(name, FILES.resolve(name));
        }
        container = new GenericContainer<>(image)
                .withExposedPorts(PORTS)
                .withExtraHost(HOST, "host-gateway")
                .waitingFor(Wait.forLogMessage("ready\\s*", 1));
        container.start();
    }

    /** {@return a port that a program binds, as an endpoint seen from here} */
    String endpoint(int port) {
        return "tcp://" + container.getHost() + ":" + container.getMappedPort(port);
    }

    /** {@return an endpoint that we have bound to all addresses, as a program sees it} */
    static String asProgramsSee(String endpoint) {
        return "tcp://" + HOST + ":" + Rendezvous.port(endpoint);
    }

    /** {@return a port of ours as an address of the web, as a program sees it} */
    static String web(int port) {
        return "http://" + HOST + ":" + port;
    }

    /** Starts a program and lets it run. */
    void start(String command) {
        assertThat(run(command + " >/tmp/output 2>&1 &").getExitCode()).isZero();
    }

    /** Runs a command until it succeeds. */
    void runUntilItSucceeds(String command) {
        Awaitility.await(command).atMost(Limits.WAIT).until(() -> run(command).getExitCode() == 0);
    }

    private ExecResult run(String command) {
        try {
            return container.execInContainer("sh", "-c", command);
        } catch (IOException e) {
            throw new AssertionError(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command, e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
