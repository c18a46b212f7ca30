package io.zmqspring.core.transport.tcp;

import io.zmqspring.core.loop.BlockingCallGuard;
import io.zmqspring.core.option.HostResolver;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the addresses of a host and puts them in the order in which they are tried. */
final class HostAddresses {

    private final HostResolver resolver;

    HostAddresses(HostResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Finds the addresses of a host name. May block.
     *
     * @param host a name, or a numeric address
     * @return one or more, in the resolver's order
     * @throws UnknownHostException naming the host, when there is none
     */
    List<InetAddress> of(String host) throws UnknownHostException {
        BlockingCallGuard.enter("look up host " + host);
        try {
            @Nullable List<InetAddress> found = resolver.resolve(host);
            if (found == null || found.stream().anyMatch(Objects::isNull)) {
                // A null address would be taken for the wildcard.
                throw new UnknownHostException("the host resolver returned " + found);
            }
            if (found.isEmpty()) {
                throw new UnknownHostException("no address");
            }
            return List.copyOf(found);
        } catch (UnknownHostException e) {
            UnknownHostException named =
                    new UnknownHostException("cannot resolve host \"" + host + '"' + said(host, e));
            named.initCause(e);
            throw named;
        }
    }

    /** The JDK says {@code host: Name or service not known}, or the bare host. */
    private static String said(String host, UnknownHostException failure) {
        String message = failure.getMessage();
        if (message == null || message.equals(host)) {
            return "";
        }
        String prefix = host + ": ";
        return ": " + (message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    /**
     * Puts addresses in the order of RFC 8305, section 4: IPv4 and IPv6 by turns, so that a family without a route
     * costs one attempt and not as many as it has addresses.
     *
     * @param found in the resolver's order, which is kept within each family
     * @param ipv6First whether the first one is of IPv6, if there is one
     * @return each address once
     */
    static List<InetAddress> byTurns(List<InetAddress> found, boolean ipv6First) {
        List<InetAddress> preferred = new ArrayList<>();
        List<InetAddress> others = new ArrayList<>();
        for (InetAddress address : new LinkedHashSet<>(found)) {
            (isV6(address) == ipv6First ? preferred : others).add(address);
        }
        List<InetAddress> ordered = new ArrayList<>();
        for (int i = 0; i < Math.max(preferred.size(), others.size()); i++) {
            if (i < preferred.size()) {
                ordered.add(preferred.get(i));
            }
            if (i < others.size()) {
                ordered.add(others.get(i));
            }
        }
        return ordered;
    }

    /** {@return the first address of a family, or the first of all when there is none of it} */
    static InetAddress firstOf(List<InetAddress> found, boolean ipv6) {
        for (InetAddress address : found) {
            if (isV6(address) == ipv6) {
                return address;
            }
        }
        return found.get(0);
    }

    static boolean isV6(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
