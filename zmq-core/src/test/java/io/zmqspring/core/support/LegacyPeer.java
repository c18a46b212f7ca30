package io.zmqspring.core.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a peer sends that is older than ZMTP 3, written out by hand, and what it reads of a socket under test. */
public enum LegacyPeer {

    /** ZMTP 1.0 as libzmq 2 speaks it. */
    UNVERSIONED,
    /** Frames of ZMTP 1.0 behind a greeting. */
    REVISION_0,
    /** ZMTP 2.0 as libzmq 3 speaks it. */
    ZMTP_2;

    private static final int MAX_SHORT_BODY_OF_1 = 253;

    /** {@return the version as the engine names it} */
    public String version() {
        return this == ZMTP_2 ? "2.0" : "1.0";
    }

    /** {@return whether the peer's type counts} */
    public boolean announcesType() {
        return this == ZMTP_2;
    }

    /** {@return all that it sends before its first message} */
    public byte[] greeting(SocketType type, String identity) {
        byte[] id = frame(false, Zmtp.ascii(identity));
        return this == UNVERSIONED
                ? id
                : Zmtp.join(signature(identity), new byte[] {(byte) (this == ZMTP_2 ? 1 : 0), (byte) octet(type)}, id);
    }

    private static byte[] signature(String identity) {
        return ByteBuffer.allocate(10)
                .put((byte) 0xFF)
                .putLong(identity.length() + 1)
                .put((byte) 0x7F)
                .array();
    }

    private static int octet(SocketType type) {
        return switch (type) {
            case PAIR -> 0;
            case PUB, XPUB -> 1;
            case SUB, XSUB -> 2;
            case REQ -> 3;
            case REP -> 4;
            case DEALER -> 5;
            case ROUTER -> 6;
            case PULL -> 7;
            case PUSH -> 8;
            case SCATTER, GATHER, CHANNEL -> throw new IllegalArgumentException("too young: " + type);
        };
    }

    /**
     * Goes through the whole handshake, as libzmq does: a step when the other side has made its own.
     *
     * @param raw the connection
     * @param type of this peer
     * @param identity of this peer
     * @param other type of the socket under test
     * @param otherIdentity routing id of the socket under test
     */
    public void handshake(RawPeer raw, SocketType type, String identity, SocketType other, String otherIdentity) {
        byte[] greeting = greeting(type, identity);
        assertThat(raw.read(10)).isEqualTo(signature(otherIdentity));
        if (this == UNVERSIONED) {
            raw.send(greeting);
            assertThat(raw.read(otherIdentity.length())).isEqualTo(Zmtp.ascii(otherIdentity));
            return;
        }
        raw.send(Arrays.copyOf(greeting, 10));
        assertThat(raw.read(1)).isEqualTo(new byte[] {3});
        raw.send(Arrays.copyOfRange(greeting, 10, greeting.length));
        byte[] rest = Zmtp.join(new byte[] {(byte) octet(other)}, frame(false, Zmtp.ascii(otherIdentity)));
        assertThat(raw.read(rest.length)).isEqualTo(rest);
    }

    /** {@return a frame of a message} */
    public byte[] frame(boolean more, byte[] body) {
        int flags = more ? 1 : 0;
        if (this == ZMTP_2) {
            return Zmtp.frame(flags, body);
        }
        if (body.length <= MAX_SHORT_BODY_OF_1) {
            return Zmtp.join(new byte[] {(byte) (body.length + 1), (byte) flags}, body);
        }
        byte[] header = ByteBuffer.allocate(10)
                .put((byte) 0xFF)
                .putLong(body.length + 1)
                .put((byte) flags)
                .array();
        return Zmtp.join(header, body);
    }
}
