package io.zmqspring.core.transport.tcp;

import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.transport.TcpEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;

/**
 * Finds the local addresses that the host of a bind, or of the source of a connect, stands for: a network interface,
 * else a host name, as in libzmq (pull request 4561). May block.
 */
final class BindAddress {

    private static final byte[] ANY_V4 = new byte[4];
    private static final byte[] ANY_V6 = new byte[16];
    private static final byte[] LOOPBACK_V4 = {127, 0, 0, 1};
    private static final String LOCALHOST = "localhost";

    private final HostAddresses hosts;

    BindAddress(HostAddresses hosts) {
        this.hosts = hosts;
    }

    /**
     * Finds the addresses.
     *
     * @param endpoint a host and a port of this machine
     * @return one or more, of either family
     * @throws IOException when there is no such address, interface or name now
     */
    List<InetAddress> of(TcpEndpoint endpoint) throws IOException {
        if (endpoint.isWildcardHost()) {
            return List.of(anyV4(), anyV6());
        }
        if (endpoint.isResolved()) {
            return List.of(InetAddress.getByName(endpoint.host()));
        }
        BlockingCallGuard.enter("look up network interface " + endpoint.host());
        if (endpoint.isNumeric()) {
            return List.of(InetAddress.getByName(endpoint.host()));
        }
        NetworkInterface card = NetworkInterface.getByName(endpoint.host());
        if (card != null) {
            return ofInterface(card);
        }
        if (endpoint.host().equalsIgnoreCase(LOCALHOST)) {
            return List.of(InetAddress.getByAddress(LOCALHOST, LOOPBACK_V4));
        }
        return hosts.of(endpoint.host());
    }

    private static List<InetAddress> ofInterface(NetworkInterface card) throws SocketException {
        List<InetAddress> addresses = Collections.list(card.getInetAddresses());
        if (addresses.isEmpty()) {
            throw new SocketException("network interface " + card.getName() + " has no address");
        }
        return addresses;
    }

    /** {@return {@code 0.0.0.0}} */
    static InetAddress anyV4() throws UnknownHostException {
        return InetAddress.getByAddress(ANY_V4);
    }

    /** {@return {@code ::}} */
    static InetAddress anyV6() throws UnknownHostException {
        return InetAddress.getByAddress(ANY_V6);
    }
}
