package io.zmqspring.core.lifecycle;

import io.zmqspring.core.ChannelSocket;
import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.GatherSocket;
import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ScatterSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.SocketType;
import java.util.function.Supplier;

/** The views of {@link DelegatingSocket}, one for each socket type. */
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
            case DEALER -> new Dealer(lifecycle);
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
            case DEALER -> Dealer.class;
        };
    }

    private static final class Push extends DelegatingSocket implements RestartableSocket, PushSocket {

        Push(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    private static final class Pull extends DelegatingSocket implements RestartableSocket, PullSocket {

        Pull(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    private static final class Pair extends DelegatingSocket implements RestartableSocket, PairSocket {

        Pair(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    private static final class Scatter extends DelegatingSocket implements RestartableSocket, ScatterSocket {

        Scatter(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    private static final class Gather extends DelegatingSocket implements RestartableSocket, GatherSocket {

        Gather(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    private static final class Channel extends DelegatingSocket implements RestartableSocket, ChannelSocket {

        Channel(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }

    private static final class Dealer extends DelegatingSocket implements RestartableSocket, DealerSocket {

        Dealer(SocketLifecycle lifecycle) {
            super(lifecycle);
        }
    }
}
