package io.zmqspring.boot.testcontainers;

import io.zmqspring.boot.autoconfigure.MappedPorts;
import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import java.util.List;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/**
 * Connects sockets and requesters to a container with {@code @ServiceConnection("zmq")}: each configured endpoint whose
 * port the container exposes goes to it.
 */
class ZmqContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, ZmqConnectionDetails> {

    ZmqContainerConnectionDetailsFactory() {
        super("zmq");
    }

    @Override
    protected ZmqConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<Container<?>>
            implements ZmqConnectionDetails {

        Details(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public List<String> getConnect(String name, List<String> configured) {
            Container<?> container = getContainer();
            return MappedPorts.map(
                    configured,
                    container.getHost(),
                    port -> container.getExposedPorts().contains(port) ? container.getMappedPort(port) : null);
        }
    }
}
