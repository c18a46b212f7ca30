package io.zmqspring.core.request;

import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.pipe.Pipe;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A request that was received, and the way back for its reply. Any thread. */
public class OpenRequest implements Numbered {

    private enum State {
        OPEN,
        REPLYING,
        REPLIED,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private @Nullable ResponderCore responder;
    private @Nullable ZmqMessage message;
    private @Nullable Pipe pipe;
    private @Nullable ZmqPeer peer;
    private byte[] routingId = {};
    private byte[] envelope = {};
    private long number;
    private @Nullable Object reply;
    private boolean delivered;

    /** Creates it, to be filled by the responder. */
    protected OpenRequest() {}

    void arrived(ResponderCore by, ZmqMessage body, Pipe from, byte[] ahead) {
        responder = by;
        message = body;
        pipe = from;
        peer = from.peer();
        routingId = Objects.requireNonNull(from.routingId());
        envelope = ahead;
    }

    /** {@return the frames of the request behind its envelope} */
    public ZmqMessage message() {
        return Objects.requireNonNull(message);
    }

    /** {@return the routing id of the peer that sent it, announced or assigned} */
    public RoutingId routingId() {
        return RoutingId.of(routingId);
    }

    /** {@return the transport address of the peer that sent it} */
    public String peerAddress() {
        return Objects.requireNonNull(peer).address();
    }

    /** {@return whether it was neither replied to nor given up} */
    public boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /**
     * Replies.
     *
     * @param content a {@code byte[]} or {@link ZmqMessage}
     * @return whether the reply was queued for the peer
     * @throws ZmqStateException when it was replied to already, or given up
     */
    protected final boolean replyWith(Object content) {
        ResponderCore by = Objects.requireNonNull(responder);
        if (!state.compareAndSet(State.OPEN, State.REPLYING)) {
            throw new ZmqStateException(
                    by + ": the request was " + (state.get() == State.GIVEN_UP ? "given up" : "replied to")
                            + " already, and has one reply: peer=" + peerAddress());
        }
        boolean done = false;
        reply = content;
        try {
            by.reply(this);
            done = true;
        } finally {
            reply = null;
            // What cannot be sent may be replaced by another reply.
            state.set(done ? State.REPLIED : State.OPEN);
        }
        return delivered;
    }

    /** Gives the request up: there will be no reply. Does nothing when there was one. */
    public void giveUp() {
        if (state.compareAndSet(State.OPEN, State.GIVEN_UP)) {
            Objects.requireNonNull(responder).givenUp(this);
        }
    }

    @Override
    public final long number() {
        return number;
    }

    @Override
    public final void number(long given) {
        number = given;
    }

    /** {@return the pipe to the peer that sent it} */
    final Pipe pipe() {
        return Objects.requireNonNull(pipe);
    }

    /** {@return whether the peer that sent it is still there; under the send lock} */
    final boolean isPeerThere() {
        Pipe to = pipe();
        return to.isConnected() && !to.isClosedToSend() && to.peer() == peer;
    }

    /** {@return the peer that sent it} */
    final @Nullable ZmqPeer peer() {
        return peer;
    }

    /** {@return its envelope, as frames of ZMTP 3} */
    final byte[] envelope() {
        return envelope;
    }

    /** {@return the reply that is being sent} */
    final Object reply() {
        return Objects.requireNonNull(reply);
    }

    /** {@return whether the reply was queued for the peer} */
    final boolean wasDelivered() {
        return delivered;
    }

    /** @param queued whether the reply is queued for the peer */
    final void delivered(boolean queued) {
        delivered = queued;
    }

    /** Shows the peer and the size of the request. */
    @Override
    public String toString() {
        return "request of " + peerAddress() + ": " + message();
    }
}
