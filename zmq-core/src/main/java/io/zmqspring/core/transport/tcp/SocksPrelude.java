package io.zmqspring.core.transport.tcp;

import io.zmqspring.core.transport.ChannelPrelude;
import io.zmqspring.core.transport.TcpEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks a SOCKS 5 proxy for a connection (RFC 1928), with a name and a password if they are given (RFC 1929). The host
 * of the endpoint goes to the proxy as it is: this side looks no name up. Of the proxy's answers no more than 262 bytes
 * are kept.
 *
 * <pre>
 *   METHOD ──► (CREDENTIALS ──►) REPLY ──► BOUND_ADDRESS ──► OVER
 * </pre>
 */
final class SocksPrelude implements ChannelPrelude {

    private static final int VERSION = 5;
    private static final int CREDENTIALS_VERSION = 1;
    private static final int NO_AUTHENTICATION = 0;
    private static final int NAME_AND_PASSWORD = 2;
    private static final int NO_METHOD = 0xFF;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int PORT_BYTES = 2;

    /** A reply up to the first byte of the address, which may be the length of a name. */
    private static final int REPLY_BYTES = 5;

    private static final int MAX_BYTES = 262;

    private static final String[] REASONS = {
        "succeeded",
        "general failure",
        "connection not allowed by ruleset",
        "network unreachable",
        "host unreachable",
        "connection refused",
        "TTL expired",
        "command not supported",
        "address type not supported"
    };

    private enum State {
        METHOD,
        CREDENTIALS,
        REPLY,
        BOUND_ADDRESS,
        OVER
    }

    private final String proxy;
    private final TcpEndpoint target;
    private final @Nullable String user;
    private final String password;
    private final ByteBuffer in = ByteBuffer.allocate(MAX_BYTES);
    private ByteBuffer out;
    private State state = State.METHOD;

    /**
     * Creates a conversation with a proxy.
     *
     * @param proxy named in errors
     * @param target to be connected to
     * @param user for the proxy, or {@code null} for none
     * @param password of the user
     */
    SocksPrelude(String proxy, TcpEndpoint target, @Nullable String user, String password) {
        this.proxy = proxy;
        this.target = target;
        this.user = user;
        this.password = password;
        out = bytes(VERSION, 1, method());
        in.limit(2);
    }

    private int method() {
        return user == null ? NO_AUTHENTICATION : NAME_AND_PASSWORD;
    }

    @Override
    public boolean advance(ByteChannel channel) throws IOException {
        while (state != State.OVER) {
            if (out.hasRemaining()) {
                channel.write(out);
                if (out.hasRemaining()) {
                    return false;
                }
            }
            if (channel.read(in) < 0) {
                throw failure("it closed the connection");
            }
            if (in.hasRemaining()) {
                return false;
            }
            take();
        }
        return true;
    }

    @Override
    public int interestOps() {
        return out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    private void take() throws IOException {
        switch (state) {
            case METHOD -> takeMethod();
            case CREDENTIALS -> {
                if (at(1) != 0) {
                    throw failure("it does not accept the user name and the password: status " + at(1));
                }
                ask();
            }
            case REPLY -> takeReply();
            default -> state = State.OVER;
        }
    }

    private int at(int index) {
        return in.get(index) & 0xFF;
    }

    private void takeMethod() throws IOException {
        requireVersion();
        if (at(1) == NO_METHOD) {
            throw failure(user == null ? "it wants a user name and a password" : "it takes no user name and password");
        }
        if (at(1) != method()) {
            throw failure("it chose authentication method " + at(1) + ", offered was " + method());
        }
        if (user == null) {
            ask();
        } else {
            byte[] name = user.getBytes(StandardCharsets.UTF_8);
            byte[] secret = password.getBytes(StandardCharsets.UTF_8);
            out = ByteBuffer.allocate(3 + name.length + secret.length)
                    .put((byte) CREDENTIALS_VERSION)
                    .put((byte) name.length)
                    .put(name)
                    .put((byte) secret.length)
                    .put(secret)
                    .flip();
            expect(State.CREDENTIALS, 2);
        }
    }

    private void requireVersion() throws IOException {
        if (at(0) != VERSION) {
            throw failure("it is no SOCKS 5 proxy: its answer begins with " + at(0) + ", not with " + VERSION);
        }
    }

    private void ask() throws IOException {
        byte[] host;
        int type;
        if (target.isNumeric()) {
            host = InetAddress.getByName(withoutScope(target.host())).getAddress();
            type = host.length == IPV4_BYTES ? IPV4 : IPV6;
        } else {
            byte[] name = target.host().getBytes(StandardCharsets.US_ASCII);
            host = ByteBuffer.allocate(1 + name.length)
                    .put((byte) name.length)
                    .put(name)
                    .array();
            type = NAME;
        }
        out = ByteBuffer.allocate(IPV4_BYTES + host.length + PORT_BYTES)
                .put((byte) VERSION)
                .put((byte) CONNECT)
                .put((byte) 0)
                .put((byte) type)
                .put(host)
                .putShort((short) target.port())
                .flip();
        expect(State.REPLY, REPLY_BYTES);
    }

    /** The name of an interface of this machine means nothing to another. */
    private static String withoutScope(String host) {
        int scope = host.indexOf('%');
        return scope < 0 ? host : host.substring(0, scope);
    }

    private void takeReply() throws IOException {
        requireVersion();
        int code = at(1);
        if (code != 0) {
            throw failure(code < REASONS.length ? REASONS[code] : "it refuses the connection: code " + code);
        }
        int address = switch (at(3)) {
            case IPV4 -> IPV4_BYTES;
            case IPV6 -> IPV6_BYTES;
            case NAME -> 1 + at(4);
            default -> throw failure("it answers with an address of unknown type " + at(3));
        };
        state = State.BOUND_ADDRESS;
        in.limit(IPV4_BYTES + address + PORT_BYTES);
    }

    private void expect(State next, int length) {
        state = next;
        in.clear().limit(length);
    }

    private IOException failure(String reason) {
        return new IOException("the SOCKS proxy " + proxy + " does not connect to " + target + ": " + reason);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }
}
