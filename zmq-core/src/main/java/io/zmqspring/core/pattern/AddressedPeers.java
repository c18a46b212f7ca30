package io.zmqspring.core.pattern;

import io.zmqspring.core.error.ZmqProtocolViolationException;
import io.zmqspring.core.error.ZmqUnroutableException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.RoutingOptions;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import io.zmqspring.core.zmtp.PropertyCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message to the peer whose routing id it names (28/REQREP, ROUTER): its first frame, which is not sent, or the
 * id of an {@link EnvelopedMessage}. A peer has the id it announces, else one of 5 bytes, a zero and a number. A pipe
 * keeps its id as long as it lives, also over reconnects.
 */
public class AddressedPeers extends SendPolicy {

    private static final String UNROUTABLE = "no peer has the routing id of the message";
    private static final String FULL = "the peer with the routing id of the message has no room";
    private static final int ASSIGNED_LENGTH = 5;

    private final Object socket;
    private final boolean mandatory;
    private final boolean handover;
    private final boolean probes;
    private final DropListener drops;
    private final PeersById peers = new PeersById();

    /** Known to be full before, and signalled since; any thread adds. */
    private final ConcurrentLinkedQueue<Pipe> emptied = new ConcurrentLinkedQueue<>();

    private final EnvelopedMessage withoutId = new EnvelopedMessage();

    /** Messages are mandatory, the last found no room, and no peer got room or left since. */
    private volatile boolean refused;

    private int nextAssigned = ThreadLocalRandom.current().nextInt();

    /**
     * Creates a rule.
     *
     * @param socket named in errors
     * @param options of the socket
     * @param drops counts messages that no peer gets
     */
    public AddressedPeers(Object socket, RoutingOptions options, DropListener drops) {
        this.socket = socket;
        this.mandatory = options.routerMandatory();
        this.handover = options.routerHandover();
        this.probes = options.probeRouter();
        this.drops = drops;
    }

    /**
     * The rule.
     *
     * @throws ZmqUnroutableException when messages are mandatory and no peer has the id
     * @throws IllegalArgumentException when the message has an id only
     */
    @Override
    protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
        if (content instanceof EnvelopedMessage addressed) {
            return send(addressed.routingId(), addressed.content(), mayGrow);
        }
        if (content instanceof EncodedMessage encoded) {
            return send(encoded, mayGrow);
        }
        if (!(content instanceof ZmqMessage message) || message.frameCount() < 2) {
            throw withoutBody(content instanceof ZmqMessage message ? message.frameCount() : 1);
        }
        try {
            return send(message.frame(0), withoutId.from(1, message), mayGrow);
        } finally {
            withoutId.clear();
        }
    }

    private IllegalArgumentException withoutBody(int frames) {
        return new IllegalArgumentException(socket
                + ": a message for a ROUTER socket to send begins with the routing id, and a frame follows: frames="
                + frames);
    }

    private @Nullable MessageWriter send(byte[] id, Object content, boolean mayGrow) {
        int found = peers.look(id, 0, id.length);
        if (isRefused(found)) {
            return null;
        }
        Pipe pipe = found == PeersById.NONE ? null : peers.pipe(found);
        return pipe == null || pipe.isClosedToSend() ? unroutable(id) : send(pipe, content, mayGrow);
    }

    /**
     * {@return whether the peer that was found has had no room once, and has got none since: known without a look at
     * its queue}
     */
    private boolean isRefused(int found) {
        if (!PeersById.isFull(found)) {
            return false;
        }
        // As in send.
        if (!refused) {
            refused = true;
        }
        if (emptied.isEmpty()) {
            return true;
        }
        for (Pipe pipe = emptied.poll(); pipe != null; pipe = emptied.poll()) {
            peers.setFull(pipe, false);
        }
        return peers.pipe(found).isKnownFull();
    }

    /**
     * A high-water mark, and not the size of a message, refused one: so every further message is refused until the
     * pipe's signal comes, when half of the queue is free.
     */
    private void noteFull(Pipe pipe) {
        if (pipe.outgoing().isFull()) {
            // Set first: the signal that comes from now on finds it set, and one that came before leaves nobody
            // waiting.
            pipe.knownFull(true);
            peers.setFull(pipe, pipe.outgoing().producer().isWaiting());
        }
    }

    private @Nullable MessageWriter send(EncodedMessage message, boolean mayGrow) {
        if (message.frameCount() < 2) {
            throw withoutBody(message.frameCount());
        }
        byte[] array = message.firstFrameArray();
        int from = message.firstFrameOffset();
        int length = message.firstFrameLength();
        int found = peers.look(array, from, length);
        if (isRefused(found)) {
            return null;
        }
        Pipe pipe = found == PeersById.NONE ? null : peers.pipe(found);
        if (pipe == null || pipe.isClosedToSend()) {
            return unroutable(Arrays.copyOfRange(array, from, from + length));
        }
        try {
            message.leaveOutFirstFrame(true);
            return send(pipe, message, mayGrow);
        } finally {
            message.leaveOutFirstFrame(false);
        }
    }

    private @Nullable MessageWriter send(Pipe pipe, Object content, boolean mayGrow) {
        if (!mandatory) {
            return pipe.writeOrWait(content, true) ? pipe.requireWriter() : drop(pipe, FULL);
        }
        // Set first: a peer that gets room while this looks clears it afterwards.
        refused = true;
        if (!pipe.writeOrWait(content, mayGrow)) {
            noteFull(pipe);
            return null;
        }
        refused = false;
        return pipe.requireWriter();
    }

    @Override
    public boolean isWritable() {
        return !mandatory || !refused && peers.size() > 0;
    }

    private MessageWriter unroutable(byte[] id) {
        if (mandatory) {
            throw new ZmqUnroutableException(
                    socket + ": no peer has the routing id " + RoutingId.text(id) + ", peers with an id="
                            + peers.size(),
                    id);
        }
        return drop(null, UNROUTABLE);
    }

    private MessageWriter drop(@Nullable Pipe pipe, String reason) {
        drops.dropped(pipe, reason);
        return NOBODY;
    }

    @Override
    public void activate(Pipe pipe) {
        // A peer's pipe is found by its id.
        if (pipe.isKnownFull()) {
            emptied.add(pipe);
        }
        refused = false;
    }

    @Override
    public void closedToSend(Pipe pipe) {
        super.closedToSend(pipe);
        peers.setFull(pipe, false);
    }

    @Override
    public boolean attached(Pipe pipe) {
        byte[] given = pipe.routingId();
        if (given != null) {
            Pipe holder = peers.find(given);
            if (holder != null && holder != pipe && !holder.isClosedToSend()) {
                return false;
            }
            if (holder != pipe) {
                giveUpId(holder);
                peers.add(pipe);
            }
        }
        if (probes) {
            probe(pipe);
        }
        return true;
    }

    @Override
    public @Nullable String connected(Pipe pipe) {
        if (pipe.routingId() != null) {
            return null;
        }
        byte[] announced = Objects.requireNonNull(pipe.peer()).propertyBytes(PropertyCodec.IDENTITY);
        if (announced == null || announced.length == 0) {
            identify(pipe, assign());
            return null;
        }
        requireValid(announced);
        Pipe other = peers.find(announced);
        if (other != null && !other.isClosedToSend()) {
            if (!handover) {
                return "the routing id " + RoutingId.text(announced) + " is that of another peer: option"
                        + " routerHandover=false";
            }
            other.disconnect("the routing id " + RoutingId.text(announced) + " was taken over by another peer");
        }
        giveUpId(other);
        identify(pipe, announced);
        return null;
    }

    private static void requireValid(byte[] announced) {
        if (announced.length > RoutingId.MAX_BYTES) {
            throw new ZmqProtocolViolationException("a routing id has at most " + RoutingId.MAX_BYTES
                    + " bytes (28/REQREP), the peer's has " + announced.length);
        }
        if (announced[0] == 0) {
            throw new ZmqProtocolViolationException(
                    "a routing id does not begin with a zero byte (28/REQREP), the peer's is "
                            + RoutingId.text(announced));
        }
    }

    /** Messages of the old peer that are not received yet come under another id: the new peer did not send them. */
    private void giveUpId(@Nullable Pipe old) {
        if (old != null) {
            peers.remove(old);
            identify(old, assign());
        }
    }

    private void identify(Pipe pipe, byte[] id) {
        pipe.routingId(id);
        peers.add(pipe);
    }

    private byte[] assign() {
        byte[] id;
        do {
            id = ByteBuffer.allocate(ASSIGNED_LENGTH).putInt(1, nextAssigned++).array();
        } while (peers.find(id) != null);
        return id;
    }

    @Override
    protected void removed(Pipe pipe) {
        refused = false;
        if (pipe.isKnownFull()) {
            emptied.remove(pipe);
        }
        peers.remove(pipe);
    }

    @Override
    public boolean sharesRoom() {
        return false;
    }
}
