package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.pipe.EnvelopedMessage;
import io.zmqspring.core.socket.SocketCore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The typed views of {@link DefaultSocket}, one for each socket type. */
final class DefaultSockets {

    private DefaultSockets() {}

    /** {@return the view of a socket that its type asks for} */
    static ZmqSocket of(ZmqContext context, SocketCore core) {
        return switch (core.type()) {
            case PAIR -> new Pair(context, core);
            case PUSH -> new Push(context, core);
            case PULL -> new Pull(context, core);
            case SCATTER -> new Scatter(context, core);
            case GATHER -> new Gather(context, core);
            case CHANNEL -> new Channel(context, core);
            case REQ -> new Req(context, core);
            case REP -> new Rep(context, core);
            case DEALER -> new Dealer(context, core);
            case ROUTER -> new Router(context, core);
            case PUB -> new Pub(context, core);
            case SUB -> new Sub(context, core);
            case XPUB -> new XPub(context, core);
            case XSUB -> new XSub(context, core);
        };
    }

    private static final class Pair extends DefaultSocket implements PairSocket {

        Pair(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Push extends DefaultSocket implements PushSocket {

        Push(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Pull extends DefaultSocket implements PullSocket {

        Pull(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Scatter extends DefaultSocket implements ScatterSocket {

        Scatter(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Gather extends DefaultSocket implements GatherSocket {

        Gather(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Channel extends DefaultSocket implements ChannelSocket {

        Channel(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Req extends DefaultSocket implements ReqSocket {

        Req(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Rep extends DefaultSocket implements RepSocket {

        Rep(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Dealer extends DefaultSocket implements DealerSocket {

        Dealer(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Router extends DefaultSocket implements RouterSocket {

        /** For the next call that addresses a message, unless another call has it just now. */
        private final AtomicReference<@Nullable EnvelopedMessage> spare = new AtomicReference<>();

        Router(ZmqContext context, SocketCore core) {
            super(context, core);
        }

        @Override
        public String connect(String endpoint, RoutingId routingId) {
            return connectTo(endpoint, routingId);
        }

        @Override
        public void send(byte[] routingId, byte[] body) {
            if (!queueTo(routingId, body, sendTimeoutNs())) {
                throw sendTimedOut();
            }
        }

        @Override
        public boolean send(byte[] routingId, byte[] body, Duration timeout) {
            return queueTo(routingId, body, nanos(timeout));
        }

        @Override
        public boolean trySend(byte[] routingId, byte[] body) {
            return queueTo(routingId, body, 0);
        }

        @Override
        public void send(byte[] routingId, ByteBuffer body) {
            if (!queueTo(routingId, body, sendTimeoutNs())) {
                throw sendTimedOut();
            }
        }

        @Override
        public boolean send(byte[] routingId, ByteBuffer body, Duration timeout) {
            return queueTo(routingId, body, nanos(timeout));
        }

        @Override
        public boolean trySend(byte[] routingId, ByteBuffer body) {
            return queueTo(routingId, body, 0);
        }

        @Override
        public void send(byte[] routingId, ZmqMessage message) {
            if (!queueTo(routingId, message, sendTimeoutNs())) {
                throw sendTimedOut();
            }
        }

        @Override
        public boolean send(byte[] routingId, ZmqMessage message, Duration timeout) {
            return queueTo(routingId, message, nanos(timeout));
        }

        @Override
        public boolean trySend(byte[] routingId, ZmqMessage message) {
            return queueTo(routingId, message, 0);
        }

        private boolean queueTo(byte[] routingId, @Nullable Object content, long timeoutNs) {
            Objects.requireNonNull(routingId, "routingId");
            Objects.requireNonNull(content, "there is nothing to send: the body or message is null");
            EnvelopedMessage taken = spare.getAndSet(null);
            EnvelopedMessage addressed = taken == null ? new EnvelopedMessage() : taken;
            try {
                return queue(addressed.to(routingId, content), timeoutNs);
            } finally {
                addressed.clear();
                spare.set(addressed);
            }
        }
    }

    private static final class Pub extends DefaultSocket implements PubSocket {

        Pub(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class Sub extends DefaultSocket implements SubSocket {

        Sub(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class XPub extends DefaultSocket implements XPubSocket {

        XPub(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }

    private static final class XSub extends DefaultSocket implements XSubSocket {

        XSub(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }
}
