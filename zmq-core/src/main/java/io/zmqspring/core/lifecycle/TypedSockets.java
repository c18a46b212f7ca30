package io.zmqspring.core.lifecycle;

import io.zmqspring.core.ChannelSocket;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.GatherSocket;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.ScatterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.XSubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/** The views of {@link DelegatingSocket}, one for each socket type. Not final, since a framework may proxy them. */
final class TypedSockets {

    private TypedSockets() {}

    static RestartableSocket of(SocketDefinition definition, Supplier<ZmqContext> context) {
        SocketLifecycle lifecycle = new SocketLifecycle(definition, context);
        return switch (definition.type()) {
            case PUSH -> new Push(lifecycle);
            case PULL -> new Pull(lifecycle);
            case PAIR -> new Pair(lifecycle);
            case SCATTER -> new Scatter(lifecycle);
            case GATHER -> new Gather(lifecycle);
            case CHANNEL -> new Channel(lifecycle);
            case REQ -> new Req(lifecycle);
            case REP -> new Rep(lifecycle);
            case DEALER -> new Dealer(lifecycle);
            case ROUTER -> new Router(lifecycle);
            case PUB -> new Pub(lifecycle);
            case SUB -> new Sub(lifecycle);
            case XPUB -> new XPub(lifecycle);
            case XSUB -> new XSub(lifecycle);
        };
    }

    static Class<? extends RestartableSocket> classOf(SocketType type) {
        return switch (type) {
            case PUSH -> Push.class;
            case PULL -> Pull.class;
            case PAIR -> Pair.class;
            case SCATTER -> Scatter.class;
            case GATHER -> Gather.class;
            case CHANNEL -> Channel.class;
            case REQ -> Req.class;
            case REP -> Rep.class;
            case DEALER -> Dealer.class;
            case ROUTER -> Router.class;
            case PUB -> Pub.class;
            case SUB -> Sub.class;
            case XPUB -> XPub.class;
            case XSUB -> XSub.class;
        };
    }

    static class Push extends DelegatingSocket implements RestartableSocket, PushSocket {

        Push(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Pull extends DelegatingSocket implements RestartableSocket, PullSocket {

        Pull(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Pair extends DelegatingSocket implements RestartableSocket, PairSocket {

        Pair(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Scatter extends DelegatingSocket implements RestartableSocket, ScatterSocket {

        Scatter(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Gather extends DelegatingSocket implements RestartableSocket, GatherSocket {

        Gather(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Channel extends DelegatingSocket implements RestartableSocket, ChannelSocket {

        Channel(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Req extends DelegatingSocket implements RestartableSocket, ReqSocket {

        Req(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Rep extends DelegatingSocket implements RestartableSocket, RepSocket, ConcurrentReplier {

        Rep(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Dealer extends DelegatingSocket implements RestartableSocket, DealerSocket {

        Dealer(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Router extends DelegatingSocket implements RestartableSocket, RouterSocket {

        Router(SocketLifecycle lifecycle) {
            super(lifecycle);
        }

        @Override
        public String connect(String endpoint, RoutingId routingId) {
            return connectTo(endpoint, routingId);
        }

        @Override
        public void send(byte[] routingId, byte[] body) {
            router().send(routingId, body);
        }

        @Override
        public boolean send(byte[] routingId, byte[] body, Duration timeout) {
            return router().send(routingId, body, timeout);
        }

        @Override
        public boolean trySend(byte[] routingId, byte[] body) {
            return router().trySend(routingId, body);
        }

        @Override
        public void send(byte[] routingId, ByteBuffer body) {
            router().send(routingId, body);
        }

        @Override
        public boolean send(byte[] routingId, ByteBuffer body, Duration timeout) {
            return router().send(routingId, body, timeout);
        }

        @Override
        public boolean trySend(byte[] routingId, ByteBuffer body) {
            return router().trySend(routingId, body);
        }

        @Override
        public void send(byte[] routingId, ZmqMessage message) {
            router().send(routingId, message);
        }

        @Override
        public boolean send(byte[] routingId, ZmqMessage message, Duration timeout) {
            return router().send(routingId, message, timeout);
        }

        @Override
        public boolean trySend(byte[] routingId, ZmqMessage message) {
            return router().trySend(routingId, message);
        }

        private RouterSocket router() {
            return (RouterSocket) open();
        }
    }

    static class Pub extends DelegatingSocket implements RestartableSocket, PubSocket {

        Pub(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class Sub extends DelegatingSocket implements RestartableSocket, SubSocket {

        Sub(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    static class XPub extends DelegatingSocket implements RestartableSocket, XPubSocket {

        XPub(SocketLifecycle lifecycle) {
            super(lifecycle);
        }

        @Override
        public void subscribe(byte[] topic) {
            xpub().subscribe(topic);
        }

        @Override
        public void subscribe(String topic) {
            xpub().subscribe(topic);
        }

        @Override
        public void unsubscribe(byte[] topic) {
            xpub().unsubscribe(topic);
        }

        @Override
        public void unsubscribe(String topic) {
            xpub().unsubscribe(topic);
        }

        private XPubSocket xpub() {
            return (XPubSocket) open();
        }
    }

    static class XSub extends DelegatingSocket implements RestartableSocket, XSubSocket {

        XSub(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }
}
