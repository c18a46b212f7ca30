package io.zmqspring.integration.inbound;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.integration.support.AdapterLoop;
import java.time.Duration;

/** The requests of a gateway between one start and the stop that follows, whose end concerns no later run. */
final class RequestRun implements AdapterLoop.Run {

    private final RequestExchange exchange;
    private final OpenRequests open;
    private volatile long endDeadlineNs;

    RequestRun(RequestExchange exchange, OpenRequests open) {
        this.exchange = exchange;
        this.open = open;
        this.endDeadlineNs = System.nanoTime();
    }

    /** Lets the flow reply for so long when nothing is received any more. Without it, it is not waited for. */
    void beginStop(Duration timeout) {
        endDeadlineNs = System.nanoTime() + timeout.toNanos();
    }

    @Override
    public void onMessage(ZmqMessage received) {
        exchange.begin(new OpenRequest(exchange, open, received));
    }

    @Override
    public void beforeClose() {
        exchange.end(open, endDeadlineNs - System.nanoTime());
    }
}
