package io.zmqspring.boot.autoconfigure;

import java.util.List;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where sockets and requesters find their peers, for example in containers of a test. Beans of this type are asked in
 * their order. The first is given the configured endpoints, each further bean the answer of the bean before it.
 */
public interface ZmqConnectionDetails extends ConnectionDetails {

    /**
     * Gives the endpoints to connect to.
     *
     * @param name of the socket or requester
     * @param configured the endpoints so far
     * @return the endpoints to use
     */
    List<String> getConnect(String name, List<String> configured);

    /**
     * Gives the endpoints to bind.
     *
     * @param name of the socket or requester
     * @param configured the endpoints so far
     * @return the endpoints to use
     */
    default List<String> getBind(String name, List<String> configured) {
        return configured;
    }
}
