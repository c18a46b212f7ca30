package io.zmqspring.core.zmtp;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.option.RoutingId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a peer's greeting of any version, and takes not a byte of what follows. Of a peer older than ZMTP 3 the
 * identity belongs to it, whose frame has one of these headers:
 *
 * <pre>
 *  ZMTP 1.0:  | length + 1, 8 bits | flags |         or  | FF | length + 1, 64 bits | flags |
 *  ZMTP 2.0:  | flags | length 8 bits |              or  | flags | length 64 bits |
 * </pre>
 *
 * <p>13/ZMTP says to ignore the flags of an identity of 1.0. We check them: all implementations send 0 there, and the
 * first two characters of a stray HTTP request would otherwise be taken for a peer.
 */
final class GreetingReader {

    private static final int REVISION_OFFSET = 10;
    private static final int TYPE_OFFSET = 11;
    private static final int LEGACY_LENGTH = 12;
    private static final int ESCAPE = 0xFF;
    private static final int ESCAPED_HEADER = 10;

    private final byte[] head = new byte[Greeting.LENGTH];
    private int headLength;

    /** Where the header of the identity begins; -1 before it is known that there is one. */
    private int identityStart = -1;

    private @Nullable PeerRevision revision;
    private @Nullable Greeting greeting;
    private @Nullable LegacyGreeting legacy;
    private byte @Nullable [] identity;
    private int identityReceived;

    /**
     * Takes bytes until the greeting is complete.
     *
     * @param in its bytes from position to limit; the position moves over those taken
     * @throws ZmqProtocolViolationException when they are no greeting of any version
     */
    void feed(ByteBuffer in) {
        while (!isComplete() && (in.hasRemaining() || identity != null)) {
            if (identity != null) {
                readIdentity(in, identity);
                return;
            }
            head[headLength++] = in.get();
            if (revision == null) {
                revision = PeerRevision.of(head, headLength);
            }
            onHead();
        }
    }

    boolean isComplete() {
        return greeting != null || legacy != null;
    }

    /** {@return the peer's revision, or {@code null} while it is not known} */
    @Nullable PeerRevision revision() {
        return revision;
    }

    /** {@return whether the peer's signature is complete and its version will follow or has followed} */
    boolean isVersioned() {
        return headLength >= REVISION_OFFSET && revision != PeerRevision.UNVERSIONED;
    }

    /** {@return the greeting of a peer that speaks ZMTP 3, or {@code null} while it is not complete} */
    @Nullable Greeting greeting() {
        return greeting;
    }

    /** {@return the greeting of an older peer, or {@code null} while it is not complete} */
    @Nullable LegacyGreeting legacyGreeting() {
        return legacy;
    }

    private void onHead() {
        if (revision == null) {
            return;
        }
        if (revision == PeerRevision.VERSION_3) {
            if (Greeting.check(head, headLength) == 0) {
                greeting = Greeting.decode(head);
            }
            return;
        }
        if (identityStart < 0) {
            identityStart = revision == PeerRevision.UNVERSIONED ? 0 : LEGACY_LENGTH;
        }
        int available = headLength - identityStart;
        long length = available <= 0
                ? -1
                : revision.hasFramesOfVersion1() ? lengthOfVersion1(available) : lengthOfVersion2(available);
        if (length < 0) {
            return;
        }
        if (length > RoutingId.MAX_BYTES) {
            throw violation("an identity has at most " + RoutingId.MAX_BYTES + " bytes; one of " + length + " arrived");
        }
        identity = new byte[(int) length];
    }

    /** {@return the length of the identity, or -1 while its header is not complete} */
    private long lengthOfVersion1(int available) {
        int first = head[identityStart] & 0xFF;
        if (first == 0) {
            throw violation("the length of a frame of ZMTP 1.0 is 1 or more; 0 arrived first");
        }
        if (first != ESCAPE) {
            return available < 2 ? -1 : requireFinal(head[identityStart + 1], first - 1);
        }
        if (available < ESCAPED_HEADER) {
            return -1;
        }
        long length = ByteBuffer.wrap(head).getLong(identityStart + 1);
        if (length <= 0) {
            throw violation("the length of a frame of ZMTP 1.0 is 1 to 2^63-1; " + Long.toUnsignedString(length)
                    + " arrived first");
        }
        return requireFinal(head[identityStart + ESCAPED_HEADER - 1], length - 1);
    }

    private long lengthOfVersion2(int available) {
        int flags = head[identityStart] & 0xFF;
        if ((flags & ~FrameDescriptor.LONG) != 0) {
            throw violation("the flags of an identity are 0 or 2 (15/ZMTP Formal Grammar); 0x"
                    + Integer.toHexString(flags) + " arrived");
        }
        if (available < FrameDescriptor.headerLengthOf(flags)) {
            return -1;
        }
        long length = FrameDescriptor.bodyLength(head, identityStart);
        FrameDescriptor.requireValidLength(length, -1);
        return length;
    }

    private static long requireFinal(byte flags, long length) {
        if (flags != 0) {
            throw violation("the flags of an identity of ZMTP 1.0 are 0; 0x" + Integer.toHexString(flags & 0xFF)
                    + " arrived: the peer does not speak ZMTP");
        }
        return length;
    }

    private void readIdentity(ByteBuffer in, byte[] into) {
        int taken = Math.min(in.remaining(), into.length - identityReceived);
        in.get(into, identityReceived, taken);
        identityReceived += taken;
        if (identityReceived == into.length && revision != null) {
            int type = revision == PeerRevision.REVISION_1 ? head[TYPE_OFFSET] & 0xFF : -1;
            legacy = new LegacyGreeting(revision, type, into);
        }
    }

    private static ZmqProtocolViolationException violation(String rule) {
        return new ZmqProtocolViolationException("37/ZMTP Backwards Interoperability: " + rule);
    }
}
