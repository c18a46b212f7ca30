package io.zmqspring.core.pattern;

import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.option.SocketOption;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.pipe.MessageReader;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Shares requests out in turn, each behind an empty frame, and lets only the reply of the peer that was asked through,
 * without that frame (28/REQREP, REQ). With {@code reqCorrelate} a number of 4 bytes goes ahead of the empty frame and
 * must come back. What had come of a peer before it was asked is no reply.
 */
public final class RequestBalancer extends LoadBalancer {

    private static final String NOT_ASKED = "the message is of a peer that was not asked last";
    private static final String BEFORE_REQUEST = "the message had come before the request was sent";
    private static final String MALFORMED = "a reply begins with the envelope of its request (28/REQREP), and this not";
    private static final int ID_LENGTH = 4;
    private static final byte MORE = 1;

    private final Object socket;
    private final boolean relaxed;
    private final Order order = new Order();
    private final ExchangeQueue replies;
    private final EnvelopedMessage request = new EnvelopedMessage();
    private byte[] prepared;
    private long arrivedBefore;
    private int nextId = ThreadLocalRandom.current().nextInt();

    /**
     * Creates the rules of both halves of a socket.
     *
     * @param socket named in errors
     * @param options of the socket
     * @param drops counts replies that are not taken
     */
    public RequestBalancer(Object socket, SocketOptions options, DropListener drops) {
        super(false, options.probeRouter());
        this.socket = socket;
        this.relaxed = options.reqRelaxed();
        boolean correlate = options.isSet(SocketOption.REQ_CORRELATE) ? options.reqCorrelate() : relaxed;
        this.prepared = envelope(correlate);
        order.expected = envelope(correlate);
        order.found = envelope(correlate);
        this.replies = new ExchangeQueue(order, drops);
    }

    private static byte[] envelope(boolean correlate) {
        return correlate ? new byte[] {MORE, ID_LENGTH, 0, 0, 0, 0, MORE, 0} : new byte[] {MORE, 0};
    }

    /** {@return the rule of the receiving half} */
    public ReceivePolicy replies() {
        return replies;
    }

    /**
     * The rule.
     *
     * @throws ZmqStateException when a reply is still to be received, unless {@code reqRelaxed} is set
     */
    @Override
    protected @Nullable MessageWriter choose(Object content, boolean mayGrow) {
        order.lock();
        try {
            if (order.isAwaiting && !relaxed) {
                throw new ZmqStateException(socket
                        + ": the socket has sent a request and not received its reply: receive that first, or set"
                        + " reqRelaxed to give it up, or open another socket");
            }
            if (prepared.length > ID_LENGTH) {
                ByteBuffer.wrap(prepared).putInt(2, nextId);
            }
            Pipe asked = writeToNext(request.behind(prepared, prepared.length, content), mayGrow);
            if (asked == null) {
                return null;
            }
            nextId++;
            prepared = order.sent(asked, arrivedBefore, prepared);
            order.turn();
            return asked.requireWriter();
        } finally {
            request.clear();
            order.unlock();
        }
    }

    @Override
    protected boolean write(Pipe pipe, Object content, boolean mayGrow) {
        arrivedBefore = pipe.arrived();
        return super.write(pipe, content, mayGrow);
    }

    @Override
    public boolean isWritable() {
        order.lock();
        try {
            return (!order.isAwaiting || relaxed) && super.isWritable();
        } finally {
            order.unlock();
        }
    }

    @Override
    public void onTurned(Runnable listener) {
        order.onTurned(listener);
    }

    /** State of the exchange: whether a reply is awaited, from which peer, and with which envelope. */
    private final class Order extends Exchange {

        private boolean isAwaiting;
        private @Nullable Pipe asked;
        private long firstReply;
        private byte[] expected = {};
        private byte[] found = {};

        byte[] sent(Pipe pipe, long arrived, byte[] envelope) {
            byte[] spare = expected;
            giveUpAccepted();
            isAwaiting = true;
            asked = pipe;
            firstReply = arrived;
            expected = envelope;
            return spare;
        }

        @Override
        void requireMayReceive() {
            if (!isAwaiting) {
                throw new ZmqStateException(
                        socket + ": the socket has no request without a reply: send a request first");
            }
        }

        @Override
        void onReceived() {
            isAwaiting = false;
        }

        @Override
        @Nullable String takeEnvelope(Pipe pipe, MessageReader reader) {
            if (pipe != asked) {
                return NOT_ASKED;
            }
            if (reader.taken() < firstReply) {
                return BEFORE_REQUEST;
            }
            int length = reader.takeEnvelope(found);
            return length == expected.length && Arrays.equals(found, expected) ? null : MALFORMED;
        }
    }
}
