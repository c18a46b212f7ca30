package io.zmqspring.core.option;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. Numeric addresses and names of network interfaces never come here. */
@FunctionalInterface
public interface HostResolver {

    /** The resolver of the JDK: it reads the hosts file and asks name servers. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * Finds the addresses. May take its time: it is called by the thread that binds or, for a connect, on a thread kept
     * for look-ups, where an interrupt means that the context closes.
     *
     * @param host as it stands in the endpoint
     * @return its addresses, the best first; they are tried in this order, IPv4 and IPv6 by turns
     * @throws UnknownHostException when there is none; a connect tries again later
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
