package io.zmqspring.core.pattern;

import io.zmqspring.core.pattern.subscription.Subscriber;
import io.zmqspring.core.pattern.subscription.SubscriptionTable;
import io.zmqspring.core.pattern.subscription.SubscriptionTable.DepartureListener;
import io.zmqspring.core.pipe.Pipe;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The peers of a publisher by their pipes, and the table of their subscriptions. Guarded by the socket's send lock. */
final class Subscribers {

    private final SubscriptionTable table = new SubscriptionTable();
    private final Map<Pipe, Subscriber> byPipe = new HashMap<>();

    /** Asked for last, as by a peer that subscribes many times. */
    private @Nullable Subscriber last;

    /** {@return their subscriptions} */
    SubscriptionTable table() {
        return table;
    }

    /** {@return the peer of a pipe, which is added when it is new} */
    Subscriber of(Pipe pipe) {
        Subscriber recent = last;
        if (recent != null && recent.pipe() == pipe) {
            return recent;
        }
        Subscriber known = byPipe.get(pipe);
        if (known == null) {
            known = table.add(pipe);
            byPipe.put(pipe, known);
        }
        last = known;
        return known;
    }

    /** {@return whether a peer is still there, on the connection it had when it was added} */
    boolean has(Subscriber subscriber) {
        return byPipe.get(subscriber.pipe()) == subscriber;
    }

    /** Removes the peer of a pipe, if there is one; the listener is called for each of its topics. */
    void forget(Pipe pipe, @Nullable DepartureListener listener) {
        last = null;
        Subscriber known = byPipe.remove(pipe);
        if (known != null) {
            table.remove(known, listener);
        }
    }
}
