package io.zmqspring.boot.docker.compose;

import io.zmqspring.boot.autoconfigure.MappedPorts;
import io.zmqspring.boot.autoconfigure.ZmqConnectionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Connects sockets and requesters to a service with the label {@code org.springframework.boot.service-connection: zmq}:
 * each configured endpoint whose port is one of the service's goes to it.
 */
class ZmqDockerComposeConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<ZmqConnectionDetails> {

    ZmqDockerComposeConnectionDetailsFactory() {
        super("zmq");
    }

    @Override
    protected ZmqConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    private static final class Details extends DockerComposeConnectionDetails implements ZmqConnectionDetails {

        private final RunningService service;

        Details(RunningService service) {
            super(service);
            this.service = service;
        }

        @Override
        public List<String> getConnect(String name, List<String> configured) {
            return MappedPorts.map(configured, service.host(), this::mapped);
        }

        private @Nullable Integer mapped(int port) {
            try {
                return service.ports().get(port);
            } catch (IllegalStateException notOfTheService) {
                return null;
            }
        }
    }
}
