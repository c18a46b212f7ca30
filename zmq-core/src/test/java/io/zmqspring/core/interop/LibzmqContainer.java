package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/**
 * The container that all libzmq peers of a run live in, of either version, started by the first and removed when this
 * virtual machine ends.
 *
 * <p>It is in Docker's own bridge network. We reach the port it binds through a mapped one, it reaches ours as
 * {@code host.docker.internal}, which needs us to listen on all addresses. For ipc a directory is mounted under the
 * same path on both sides, which makes sense only where containers share our kernel.
 */
final class LibzmqContainer {

    private static final String REQUIRED = "ZMQ_INTEROP_REQUIRED";
    private static final Path DOCKER_FILES = Path.of("src", "test", "docker");
    private static final String DOCKERFILE = "Dockerfile";
    private static final String PROGRAM = "peer.py";
    private static final String HOST = "host.docker.internal";
    private static final int CONTROL_PORT = 7000;
    private static final int DATA_PORT = 7001;
    private static final int DRAFT_CONTROL_PORT = 7002;
    static final String CERTIFICATES = "ca-certificates.crt";
    private static final Path SYSTEM_CERTIFICATES = Path.of("/etc/ssl/certs", CERTIFICATES);

    private static @Nullable LibzmqContainer running;
    private static boolean failed;

    private final GenericContainer<?> container;
    private final Path shared;
    private final AtomicInteger ipcNames = new AtomicInteger();

    private LibzmqContainer() {
        shared = temporaryDirectory();
        container = new GenericContainer<>(new ImageFromDockerfile(
                                imageName("zmqspring/libzmq-peer", DOCKER_FILES, List.of(DOCKERFILE, PROGRAM)), false)
                        .withFileFromPath(DOCKERFILE, DOCKER_FILES.resolve(DOCKERFILE))
                        .withFileFromPath(PROGRAM, DOCKER_FILES.resolve(PROGRAM))
                        .withFileFromTransferable(CERTIFICATES, Transferable.of(certificates())))
                .withExposedPorts(CONTROL_PORT, DATA_PORT, DRAFT_CONTROL_PORT)
                .withExtraHost(HOST, "host-gateway")
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withCapAdd(Capability.NET_ADMIN)
                        .withBinds(new Bind(shared.toString(), new Volume(shared.toString()), AccessMode.rw)))
                .waitingFor(Wait.forLogMessage(".*listens for orders.*", 2));
        container.start();
    }

    /**
     * {@return the one container; where there is no Docker the test is skipped, or fails when the environment says so}
     */
    static synchronized LibzmqContainer running() {
        if (running == null) {
            require(
                    DockerClientFactory.instance().isDockerAvailable(),
                    "no Docker here, and libzmq runs in a container: install Docker or run .ci/docker-engine start");
            assertThat(failed).as("the container could not be started before").isFalse();
            failed = true;
            running = new LibzmqContainer();
            failed = false;
        }
        return running;
    }

    /** Skips the test unless a condition holds, or fails it when the environment says that nothing may be skipped. */
    static void require(boolean condition, String otherwise) {
        if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
            assertThat(condition).as("%s=true, but %s", REQUIRED, otherwise).isTrue();
        }
        assumeTrue(condition, "skipped: " + otherwise);
    }

    /** Where processes with a library take orders. */
    InetSocketAddress control(Library library) {
        int port = library == Library.LIBZMQ_DRAFT ? DRAFT_CONTROL_PORT : CONTROL_PORT;
        return new InetSocketAddress(container.getHost(), container.getMappedPort(port));
    }

    /** {@return where a peer binds} */
    String dataEndpoint() {
        return "tcp://0.0.0.0:" + DATA_PORT;
    }

    /** {@return the port of {@link #dataEndpoint()}} */
    static int dataPort() {
        return DATA_PORT;
    }

    /** {@return {@link #dataEndpoint()} as seen from here} */
    String dataEndpointFromHere() {
        return "tcp://" + container.getHost() + ":" + container.getMappedPort(DATA_PORT);
    }

    /** {@return a TCP port of this machine as seen from a peer} */
    String hostEndpoint(int port) {
        return "tcp://" + HOST + ":" + port;
    }

    /** {@return an ipc endpoint not yet used, the same from both sides} */
    String newIpcEndpoint() {
        require(
                System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux"),
                "ipc to a container needs one kernel for both, so a Linux host: os.name="
                        + System.getProperty("os.name"));
        return "ipc://" + shared.resolve("zmq-" + ipcNames.incrementAndGet());
    }

    /** {@return what this machine trusts, so that a build behind a proxy trusts it too; nothing leaves it to Debian} */
    static byte[] certificates() {
        try {
            return Files.isReadable(SYSTEM_CERTIFICATES) ? Files.readAllBytes(SYSTEM_CERTIFICATES) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("zmq-interop");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return a name of its own for each version of the files, so that Docker's cache serves and no other checkout is
     * disturbed}
     */
    static String imageName(String repository, Path folder, List<String> files) {
        CRC32 sum = new CRC32();
        try {
            for (String file : files) {
                sum.update(Files.readAllBytes(folder.resolve(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return repository + ":" + Long.toHexString(sum.getValue());
    }
}
