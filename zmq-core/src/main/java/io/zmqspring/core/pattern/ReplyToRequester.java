package io.zmqspring.core.pattern;

import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests without their envelope, which is all frames up to the first empty one, and sends each reply behind the
 * envelope of its request to the peer that sent it (28/REQREP, REP). A reply to a peer that has gone or has no room is
 * dropped. {@link RequestEnvelope} says what an envelope is.
 */
public final class ReplyToRequester extends SendPolicy {

    private static final String GONE = "the peer that sent the request has gone";
    private static final String FULL = "the peer that sent the request has no room for its reply";

    private final Object socket;
    private final DropListener drops;
    private final Order order = new Order();
    private final ExchangeQueue requests;
    private final EnvelopedMessage reply = new EnvelopedMessage();

    /**
     * Creates the rules of both halves of a socket.
     *
     * @param socket named in errors
     * @param drops counts requests that are malformed, and replies that nobody gets
     */
    public ReplyToRequester(Object socket, DropListener drops) {
        this.socket = socket;
        this.drops = drops;
        this.requests = new ExchangeQueue(order, drops);
    }

    /** {@return the rule of the receiving half} */
    public ReceivePolicy requests() {
        return requests;
    }

    /**
     * The rule.
     *
     * @throws ZmqStateException when no request was received that is not replied to
     */
    @Override
    protected MessageWriter choose(Object content, boolean mayGrow) {
        order.lock();
        try {
            if (!order.isReplyDue) {
                throw new ZmqStateException(
                        socket + ": the socket has no request to reply to: receive a request first");
            }
            Pipe requester = Objects.requireNonNull(order.requester);
            String lost = requester.isClosedToSend() ? GONE : null;
            if (lost == null
                    && !requester.writeOrWait(
                            reply.behind(order.envelope.bytes(), order.envelope.length(), content), true)) {
                lost = FULL;
            }
            order.isReplyDue = false;
            order.turn();
            if (lost == null) {
                return requester.requireWriter();
            }
            drops.dropped(requester, lost);
            return NOBODY;
        } finally {
            reply.clear();
            order.unlock();
        }
    }

    @Override
    public void activate(Pipe pipe) {
        // A reply goes to the peer that sent the request.
    }

    @Override
    public boolean isWritable() {
        order.lock();
        try {
            return order.isReplyDue;
        } finally {
            order.unlock();
        }
    }

    @Override
    public void onTurned(Runnable listener) {
        order.onTurned(listener);
    }

    /** State of the exchange: whether a reply is due, to which peer, and behind which envelope. */
    private final class Order extends Exchange {

        private boolean isReplyDue;
        private @Nullable Pipe requester;
        private final RequestEnvelope envelope = new RequestEnvelope();

        @Override
        void requireMayReceive() {
            if (isReplyDue) {
                throw new ZmqStateException(
                        socket + ": the socket has received a request and not replied to it: send the reply first");
            }
        }

        @Override
        void onReceived() {
            isReplyDue = true;
        }

        @Override
        @Nullable String takeEnvelope(Pipe pipe, MessageReader reader) {
            String refusal = envelope.take(reader);
            if (refusal == null) {
                requester = pipe;
            }
            return refusal;
        }
    }
}
