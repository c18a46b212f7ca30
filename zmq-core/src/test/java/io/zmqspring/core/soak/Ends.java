package io.zmqspring.core.soak;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.chaos.BoundedCalls;
import io.zmqspring.core.chaos.Dice;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.time.Duration;

/** Opens the sockets of a lane and starts nothing yet: ours, and those of its peers. */
final class Ends {

    static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);
    static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(3);
    static final Duration RECONNECT_MAX = Duration.ofSeconds(1);

    /** What every message of a stream begins with: the magic number of {@code Body}. */
    static final String TOPIC = "CHAS";

    private static final Duration LINGER = Duration.ofMillis(300);

    private final ZmqContext context;
    private final BoundedCalls calls;
    private final Dice dice;

    Ends(ZmqContext context, BoundedCalls calls, Dice dice) {
        this.context = context;
        this.calls = calls;
        this.dice = dice;
    }

    static SocketOptions options(SocketType type) {
        SocketOptions.Builder options = SocketOptions.builder()
                .sendHwm(300)
                .receiveHwm(300)
                .reconnectInterval(Duration.ofMillis(50))
                .reconnectIntervalMax(RECONNECT_MAX)
                .heartbeatInterval(HEARTBEAT_INTERVAL)
                .heartbeatTimeout(HEARTBEAT_TIMEOUT)
                .handshakeTimeout(Duration.ofSeconds(3))
                .linger(LINGER);
        if (type == SocketType.REQ) {
            options.reqRelaxed(true);
        }
        return options.build();
    }

    /** Opens our socket of a lane. */
    End ours(Lane lane, int stream, Sink sink) {
        return open(lane, lane.ours(), stream, lane.beginsAtZero(), sink);
    }

    /** Opens a peer's socket of a lane. */
    End theirs(Lane lane, int stream, Sink sink) {
        return open(lane, lane.theirs(), stream, false, sink);
    }

    private End open(Lane lane, SocketType type, int stream, boolean fromZero, Sink sink) {
        SocketOptions options = options(type);
        boolean many = lane == Lane.REQUESTER || lane == Lane.RESPONDER;
        if (many && type == SocketType.DEALER) {
            RequesterOptions settings = RequesterOptions.builder()
                    .socket(options)
                    .request(RequestOptions.of(AskingEnd.PATIENCE))
                    .build();
            return new RequesterEnd(lane, context.requester(settings), stream, sink, calls, dice.split());
        }
        if (many) {
            ResponderOptions settings =
                    ResponderOptions.builder().socket(options).build();
            return new ResponderEnd(lane, context, settings, sink, calls);
        }
        ZmqSocket socket = context.socket(type, options);
        if (type == SocketType.SUB) {
            ((TopicSubscriber) socket).subscribe(TOPIC);
        }
        return socket instanceof ReqSocket req
                ? new AskingEnd(lane, req, stream, sink, calls, dice.split())
                : new TrafficEnd(lane, socket, stream, fromZero, sink, calls, dice.split());
    }

    /** Closes a socket within its linger, and waits for its thread, unless that is the caller. */
    static void closeAndJoin(ZmqConnectable socket, Thread thread, BoundedCalls calls, Sink sink, Lane lane) {
        try {
            calls.call("close()", LINGER, () -> {
                socket.close();
                return true;
            });
            if (thread != Thread.currentThread()) {
                thread.join(10_000);
                if (thread.isAlive()) {
                    sink.wrong(lane, "the thread of a closed socket goes on");
                }
            }
        } catch (Exception e) {
            sink.wrong(lane, "closing: " + e);
        }
    }
}
