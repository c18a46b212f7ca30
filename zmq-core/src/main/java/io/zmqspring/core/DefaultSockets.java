package io.zmqspring.core;

import io.zmqspring.core.socket.SocketCore;

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
            case DEALER -> new Dealer(context, core);
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

    private static final class Dealer extends DefaultSocket implements DealerSocket {

        Dealer(ZmqContext context, SocketCore core) {
            super(context, core);
        }
    }
}
