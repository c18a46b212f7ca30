package io.zmqspring.core.transport.tcp;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.transport.TcpEndpoint;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;

/** Finds the local address that a host of a bind stands for. Asks no name server. */
final class BindAddress {

    private static final byte[] ANY_V4 = new byte[4];
    private static final byte[] ANY_V6 = new byte[16];
    private static final byte[] LOOPBACK_V4 = {127, 0, 0, 1};

    /**
     * Finds the address.
     *
     * @param endpoint fit for bind
     * @param options of the socket: IPv6 decides which address of an interface is taken
     * @return the address to bind
     * @throws IOException when there is no such address or interface now
     */
    InetAddress of(TcpEndpoint endpoint, SocketOptions options) throws IOException {
        if (endpoint.isWildcardHost()) {
            return anyV4();
        }
        if (endpoint.isNumeric()) {
            return InetAddress.getByName(endpoint.host());
        }
        NetworkInterface card = NetworkInterface.getByName(endpoint.host());
        if (card != null) {
            return ofInterface(card, options.ipv6());
        }
        return InetAddress.getByAddress(endpoint.host(), LOOPBACK_V4);
    }

    private static InetAddress ofInterface(NetworkInterface card, boolean ipv6) throws SocketException {
        List<InetAddress> addresses = Collections.list(card.getInetAddresses());
        if (addresses.isEmpty()) {
            throw new SocketException("network interface " + card.getName() + " has no address");
        }
        for (InetAddress address : addresses) {
            if (address instanceof Inet6Address == ipv6) {
                return address;
            }
        }
        return addresses.get(0);
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
