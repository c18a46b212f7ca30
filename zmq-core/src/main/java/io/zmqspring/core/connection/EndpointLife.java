package io.zmqspring.core.connection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Life of one bound or connected endpoint. It goes one way:
 *
 * <pre>
 *   OPEN ──beginClosing──► CLOSING ──end──► ENDED
 *     └──────────────────end──────────────────┘
 * </pre>
 *
 * Closing: no further message is taken for it, what is queued is still sent until its linger is over. Ended: it has no
 * channel, no timer and no peer, and its socket does not list it any more. Any thread.
 */
public final class EndpointLife {

    private enum State {
        OPEN,
        CLOSING,
        ENDED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Creates the life of an endpoint that is open. */
    public EndpointLife() {}

    /** {@return whether it is neither closing nor ended} */
    public boolean isOpen() {
        return state.get() == State.OPEN;
    }

    /** {@return whether it has ended} */
    public boolean isEnded() {
        return state.get() == State.ENDED;
    }

    /** {@return whether this call made it closing; {@code false} when it was before, or has ended} */
    public boolean beginClosing() {
        return state.compareAndSet(State.OPEN, State.CLOSING);
    }

    /**
     * Ends it, once.
     *
     * @param lastActs gives back what the endpoint holds; runs within the first call, and not again
     * @param host forgets the endpoint afterwards, also when an act throws
     * @param endpoint whose life this is
     */
    public void end(Runnable lastActs, EndpointHost host, SocketEndpoint endpoint) {
        if (state.getAndSet(State.ENDED) == State.ENDED) {
            return;
        }
        try {
            lastActs.run();
        } finally {
            ended.countDown();
            host.ended(endpoint);
        }
    }

    /** {@return a latch that opens when it has ended} */
    public CountDownLatch ended() {
        return ended;
    }
}
