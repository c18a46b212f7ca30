package io.zmqspring.core.pattern;

import io.zmqspring.core.pipe.MessageReader;
import org.jspecify.annotations.Nullable;

/** Takes, one at a time and in order, the messages that the exchange of a REQ or REP socket accepts (28/REQREP). */
final class ExchangeQueue extends FairQueue {

    private final Exchange exchange;

    ExchangeQueue(Exchange exchange, DropListener drops) {
        super(exchange, drops);
        this.exchange = exchange;
    }

    /**
     * The rule.
     *
     * @throws io.zmqspring.core.error.ZmqStateException when nothing may be received now
     */
    @Override
    protected @Nullable MessageReader choose() {
        exchange.lock();
        try {
            exchange.requireMayReceive();
            return super.choose();
        } finally {
            exchange.unlock();
        }
    }

    @Override
    protected @Nullable MessageReader chooseOrRest() {
        exchange.lock();
        try {
            exchange.requireMayReceive();
            return super.chooseOrRest();
        } finally {
            exchange.unlock();
        }
    }

    @Override
    protected void advance() {
        exchange.lock();
        try {
            exchange.taken();
        } finally {
            exchange.unlock();
        }
        super.advance();
    }

    @Override
    public int maxMessagesPerCall() {
        return 1;
    }
}
