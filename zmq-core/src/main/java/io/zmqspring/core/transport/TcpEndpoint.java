package io.zmqspring.core.transport;

import io.zmqspring.core.error.ZmqEndpointException;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port, with a source to connect from where one was given ({@code tcp://source:port;host:port}).
 *
 * @param host an IPv4 address, an IPv6 address without brackets and perhaps with {@code %scope}, a name, or {@code *}
 * @param port 1 to 65535, or 0 for a free one, which is also written {@code *}
 * @param source to connect from, or {@code null} to leave it to the operating system; has no source itself
 */
public record TcpEndpoint(String host, int port, @Nullable TcpEndpoint source) implements Endpoint {

    /** The part before {@code ://}. */
    public static final String SCHEME = "tcp";

    /** Host or port that leaves the choice to the operating system. */
    public static final String WILDCARD = "*";

    static final String FORM = "tcp://host:port";

    private static final int MAX_PORT = 65_535;
    private static final int MAX_HOST_LENGTH = 253;

    static TcpEndpoint parse(String text, String address) {
        if (address.indexOf(',') >= 0 || address.contains("://")) {
            throw new ZmqEndpointException(text, "one endpoint at a time: an endpoint is " + FORM);
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new ZmqEndpointException(
                        text,
                        "a host and a port have no spaces and only printable ASCII; character" + " " + (int) c
                                + " stands at index " + i + " of \"" + address + "\"");
            }
        }
        int separator = address.indexOf(';');
        if (separator < 0) {
            return parseHostAndPort(text, address, null);
        }
        if (address.indexOf(';', separator + 1) >= 0) {
            throw new ZmqEndpointException(
                    text, "more than one \";\": an endpoint with a source is tcp://source:port;host:port");
        }
        TcpEndpoint source = parseHostAndPort(text, address.substring(0, separator), null);
        return parseHostAndPort(text, address.substring(separator + 1), source);
    }

    private static TcpEndpoint parseHostAndPort(String text, String address, @Nullable TcpEndpoint source) {
        int colon = address.lastIndexOf(':');
        if (colon < 0 || colon < address.lastIndexOf(']')) {
            throw new ZmqEndpointException(text, "the port is missing: an endpoint is " + FORM);
        }
        return new TcpEndpoint(
                parseHost(text, address.substring(0, colon)), parsePort(text, address.substring(colon + 1)), source);
    }

    private static String parseHost(String text, String host) {
        if (host.isEmpty()) {
            throw new ZmqEndpointException(text, "the host is empty: an endpoint is " + FORM);
        }
        if (host.startsWith("[")) {
            String canonical = host.endsWith("]") ? IpLiteral.canonicalV6(host.substring(1, host.length() - 1)) : null;
            if (canonical == null) {
                throw new ZmqEndpointException(text, "\"" + host + "\" is not an IPv6 address in brackets");
            }
            return canonical;
        }
        if (host.indexOf(':') >= 0) {
            throw new ZmqEndpointException(
                    text, "an IPv6 address stands in brackets: tcp://[::1]:5555; the host is \"" + host + "\"");
        }
        if (host.equals(WILDCARD)) {
            return host;
        }
        if (IpLiteral.looksLikeV4(host)) {
            if (!IpLiteral.isV4(host)) {
                throw new ZmqEndpointException(
                        text, "\"" + host + "\" is not an IPv4 address: four numbers from 0 to 255 with dots between");
            }
            return host;
        }
        for (int i = 0; i < host.length(); i++) {
            if (!isNameCharacter(host.charAt(i))) {
                throw new ZmqEndpointException(
                        text, "\"" + host.charAt(i) + "\" cannot stand in a host name; the host is \"" + host + "\"");
            }
        }
        if (host.length() > MAX_HOST_LENGTH) {
            throw new ZmqEndpointException(
                    text, "a host name has at most " + MAX_HOST_LENGTH + " characters; this one has " + host.length());
        }
        return host;
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
    }

    private static int parsePort(String text, String port) {
        if (port.equals(WILDCARD)) {
            return 0;
        }
        if (port.isEmpty()) {
            throw new ZmqEndpointException(text, "the port is missing: an endpoint is " + FORM);
        }
        int value = 0;
        for (int i = 0; i < port.length(); i++) {
            char c = port.charAt(i);
            if (c < '0' || c > '9') {
                throw new ZmqEndpointException(text, "the port is not a number: \"" + port + "\"");
            }
            value = Math.min(MAX_PORT + 1, 10 * value + (c - '0'));
        }
        if (value > MAX_PORT) {
            throw new ZmqEndpointException(text, "the port is out of range: " + port + "; allowed is 0 to " + MAX_PORT);
        }
        return value;
    }

    /** {@return whether the host is left to the operating system} */
    public boolean isWildcardHost() {
        return host.equals(WILDCARD);
    }

    /** {@return whether the host is an IPv4 or IPv6 address} */
    public boolean isNumeric() {
        return IpLiteral.isV4(host) || host.indexOf(':') >= 0;
    }

    /**
     * {@return whether the host is an address that stands for itself: numeric, without the name of a network interface
     * in it}
     */
    public boolean isResolved() {
        return isNumeric() && host.indexOf('%') < 0;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public TcpEndpoint forBind() {
        if (source != null) {
            throw new ZmqEndpointException(toString(), "a bind has no source address: \";\" is for connect only");
        }
        return this;
    }

    @Override
    public TcpEndpoint forConnect() {
        if (isWildcardHost()) {
            throw new ZmqEndpointException(toString(), "a connect needs a host: * is for bind only");
        }
        if (port == 0) {
            throw new ZmqEndpointException(
                    toString(), "a connect needs a port from 1 to " + MAX_PORT + ": * and 0 are for bind only");
        }
        return this;
    }

    @Override
    public String toString() {
        return SCHEME + "://" + (source == null ? "" : source.hostAndPort() + ";") + hostAndPort();
    }

    private String hostAndPort() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + (port == 0 ? WILDCARD : port);
    }
}
