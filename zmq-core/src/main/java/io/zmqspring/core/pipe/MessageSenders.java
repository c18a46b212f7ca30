package io.zmqspring.core.pipe;

import io.zmqspring.core.message.ZmqPeer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows which peer sent which message of a queue: messages of an earlier connection, or of another peer, may wait ahead
 * of those that come now. Spans without a message are not kept, so that there are no more of them than messages wait.
 * One thread at a time begins spans, one at a time looks.
 */
final class MessageSenders {

    /** Stands for the sender of what is in a queue that nobody is connected to. */
    private static final ZmqPeer NOBODY = new ZmqPeer(null, "", Map.of(), "", "");

    /** Stands for the sender of messages whose peer is not known. */
    private static final ZmqPeer UNKNOWN = new ZmqPeer(null, "", Map.of(), "", "");

    /** Of the message that is taken next, or of one before it; either thread moves it on. */
    private volatile Span first = new Span(NOBODY, 0);

    private volatile Span last = first;

    /**
     * A peer sends all further messages. Messages in the queue that have no sender yet are that peer's too.
     *
     * @param peer sends them
     * @param arrived how many messages the queue has had so far
     * @param taken how many of them were taken
     */
    void begin(ZmqPeer peer, long arrived, long taken) {
        // Nobody may ever look.
        spanOf(taken);
        Span span = last;
        if (span.peer == NOBODY || span.from == arrived) {
            // No message of the span is published yet: nobody looks at it.
            span.peer = peer;
        } else if (span.peer != peer) {
            Span next = new Span(peer, arrived);
            span.next = next;
            last = next;
        }
    }

    /**
     * The peer that sends the further messages is not known.
     *
     * @param arrived how many messages the queue has had so far
     * @param taken how many of them were taken
     */
    void beginUnknown(long arrived, long taken) {
        begin(UNKNOWN, arrived, taken);
    }

    /** @param peer takes the place of the present sender, also in messages that wait */
    void replace(ZmqPeer peer) {
        last.peer = peer;
    }

    /**
     * Looks up a message. Never one before that of an earlier look.
     *
     * @param taken how many messages were taken before it
     * @return the peer that sent it
     */
    ZmqPeer of(long taken) {
        return spanOf(taken).peer;
    }

    private Span spanOf(long taken) {
        Span span = first;
        Span next = span.next;
        if (next == null) {
            return span;
        }
        while (next != null && next.from <= taken) {
            span = next;
            next = span.next;
        }
        first = span;
        return span;
    }

    private static final class Span {

        private final long from;
        private volatile ZmqPeer peer;
        private volatile @Nullable Span next;

        Span(ZmqPeer peer, long from) {
            this.peer = peer;
            this.from = from;
        }
    }
}
