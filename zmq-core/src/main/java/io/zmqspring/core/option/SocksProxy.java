package io.zmqspring.core.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a SOCKS 5 proxy. Immutable.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record SocksProxy(String host, int port) {

    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Za-z:.%]+]|[0-9A-Za-z._-]{1,253}):([0-9]{1,5})");

    /**
     * Reads a proxy from text.
     *
     * @param text {@code host:port}; an IPv6 address stands in brackets
     * @return the proxy
     * @throws IllegalArgumentException when it has another form
     */
    public static SocksProxy of(String text) {
        Matcher parts = FORM.matcher(text);
        int port = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "a SOCKS proxy is host:port, with a port from 1 to " + MAX_PORT + ": \"" + text + '"');
        }
        String host = parts.group(1);
        return new SocksProxy(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    /** {@return host and port as {@link #of} reads them} */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
