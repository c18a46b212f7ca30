package io.zmqspring.core.request;

import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pattern.AddressedPeers;
import io.zmqspring.core.pattern.DropListener;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.pipe.Pipe;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends each reply behind the envelope of its request to the peer that sent the request, as long as that is the same
 * connection. Peers have routing ids as those of any ROUTER. Under the send lock, where it does not say otherwise.
 */
final class ReplyRouter extends AddressedPeers {

    private static final String GONE = "the peer that sent the request has gone";
    private static final String FULL = "the peer that sent the request has no room for its reply";

    private final DropListener drops;
    private final Runnable departure;
    private final EnvelopedMessage enveloped = new EnvelopedMessage();
    private final Queue<Departure> departures = new ConcurrentLinkedQueue<>();

    /**
     * A peer that has departed.
     *
     * @param pipe to it
     * @param peer which of those the pipe has led to
     */
    record Departure(Pipe pipe, @Nullable ZmqPeer peer) {}

    /**
     * Creates the rule of one responder.
     *
     * @param socket named in errors
     * @param options of the socket
     * @param drops counts replies that nobody gets
     * @param departure called when a peer has departed; any thread, must not wait
     */
    ReplyRouter(Object socket, SocketOptions options, DropListener drops, Runnable departure) {
        super(socket, options, drops);
        this.drops = drops;
        this.departure = departure;
    }

    @Override
    protected MessageWriter choose(Object content, boolean mayGrow) {
        OpenRequest request = (OpenRequest) content;
        Pipe pipe = request.pipe();
        String lost = GONE;
        if (request.isPeerThere()) {
            byte[] envelope = request.envelope();
            try {
                if (pipe.writeOrWait(enveloped.behind(envelope, envelope.length, request.reply()), true)) {
                    request.delivered(true);
                    return pipe.requireWriter();
                }
            } finally {
                enveloped.clear();
            }
            lost = FULL;
        }
        drops.dropped(pipe, lost);
        return NOBODY;
    }

    @Override
    public void disconnected(Pipe pipe) {
        super.disconnected(pipe);
        departures.add(new Departure(pipe, pipe.peer()));
        departure.run();
    }

    /** {@return whether there is such a peer; any thread} */
    boolean hasDepartures() {
        return !departures.isEmpty();
    }

    /** {@return a peer that has departed and whose requests were not looked at yet, or {@code null}; any thread} */
    @Nullable Departure nextDeparture() {
        return departures.poll();
    }
}
