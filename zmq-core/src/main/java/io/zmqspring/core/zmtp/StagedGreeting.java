package io.zmqspring.core.zmtp;

import io.zmqspring.core.option.SocketType;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Our greeting, sent as far as the peer's is known (37/ZMTP and 15/ZMTP, Backwards Interoperability), as libzmq sends
 * it. To a peer that speaks ZMTP 1.0 the signature is the header of our identity.
 *
 * <pre>
 *  at once                        signature, 10 bytes
 *  peer is unversioned            identity, without a header
 *  peer's signature is complete   03
 *  peer's revision is 0           octet of our type, identity as a frame of ZMTP 1.0
 *                     1           octet of our type, identity as a frame of ZMTP 2.0
 *                     3           the rest of the greeting of ZMTP 3
 * </pre>
 *
 * <p>Where no older peer is wanted the whole greeting of ZMTP 3 is sent at once.
 */
public final class StagedGreeting {

    private static final int SIGNATURE_LENGTH = 10;
    private static final byte[] NOTHING = {};

    private final byte[] greeting;
    private final byte[] identity;
    private final int typeOctet;
    private int sent;
    private boolean complete;

    /**
     * Creates a greeting of which nothing is sent.
     *
     * @param greeting of ZMTP 3
     * @param type of our socket
     * @param identity the routing id we announce, empty for none, at most 255 bytes
     * @param takesLegacy whether older peers are wanted
     */
    public StagedGreeting(byte[] greeting, SocketType type, byte[] identity, boolean takesLegacy) {
        this.greeting = greeting;
        this.identity = identity;
        this.typeOctet = LegacyGreeting.octetOf(type);
        this.complete = !takesLegacy;
    }

    /** {@return what is sent at once} */
    public byte[] first() {
        sent = complete ? greeting.length : SIGNATURE_LENGTH;
        return Arrays.copyOf(greeting, sent);
    }

    /**
     * Goes on.
     *
     * @param versioned whether the peer's signature is complete and not the header of an identity
     * @param revision of the peer, or {@code null} while it is not known
     * @return what is to be sent now, maybe nothing
     */
    public byte[] next(boolean versioned, @Nullable PeerRevision revision) {
        if (complete) {
            return NOTHING;
        }
        if (revision == PeerRevision.UNVERSIONED) {
            complete = true;
            return identity;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (versioned && sent == SIGNATURE_LENGTH) {
            out.write(greeting[sent++]);
        }
        if (revision != null) {
            complete = true;
            if (revision == PeerRevision.VERSION_3) {
                out.write(greeting, sent, greeting.length - sent);
            } else {
                out.write(typeOctet);
                writeIdentity(out, revision);
            }
        }
        return out.toByteArray();
    }

    private void writeIdentity(ByteArrayOutputStream out, PeerRevision revision) {
        if (revision.hasFramesOfVersion1()) {
            byte[] header = new byte[Zmtp1Codec.MAX_HEADER];
            out.write(header, 0, Zmtp1Codec.putHeader(header, 0, identity.length));
        } else {
            out.write(0);
            out.write(identity.length);
        }
        out.writeBytes(identity);
    }
}
