package io.zmqspring.template;

import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.error.ZmqRequestTimeoutException;
import io.zmqspring.core.lifecycle.LockStepRequester;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqReplyTimeoutException;
import io.zmqspring.support.ZmqSocketTypeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests of a template, over requesters, and over REQ sockets that cannot have one beside them. Any thread. */
final class TemplateRequests {

    private final ZmqSocketRegistry sockets;
    private final ZmqRequesterRegistry requesters;
    private final Executor completions;
    private final PerSocket<LockStepRequester> turns =
            new PerSocket<>(socket -> new LockStepRequester((ReqSocket) socket));

    /**
     * @param sockets where it finds sockets
     * @param requesters where it finds requesters
     * @param completions runs what follows a request that does not wait, where the requester has no executor of its own
     */
    TemplateRequests(ZmqSocketRegistry sockets, ZmqRequesterRegistry requesters, Executor completions) {
        this.sockets = sockets;
        this.requesters = requesters;
        this.completions = completions;
    }

    /**
     * Sends a request and waits for the reply.
     *
     * @param name of a requester or socket
     * @param request its frames
     * @param timeout longest wait, or {@code null} for that of a named requester
     * @param ofTemplate longest wait when there is no other
     * @return the reply
     */
    ZmqMessage request(String name, ZmqMessage request, @Nullable Duration timeout, Duration ofTemplate) {
        NamedRequester named = requesters.findRequester(name);
        ZmqRequester requester = named != null ? named : requesters.requesterOf(name);
        if (requester == null) {
            return requestInTurn(name, request, timeout != null ? timeout : ofTemplate);
        }
        RequestOptions options = options(requester, named != null, timeout, ofTemplate);
        try {
            return requester.request(request, options);
        } catch (ZmqRequestTimeoutException late) {
            throw timedOut(name, requester, options.timeout(), late);
        }
    }

    /**
     * As {@link #request}, without waiting.
     *
     * @param conversion makes an object of the reply
     */
    <T> CompletableFuture<T> requestAsync(
            String name,
            ZmqMessage request,
            @Nullable Duration timeout,
            Duration ofTemplate,
            Function<ZmqMessage, T> conversion) {
        NamedRequester named = requesters.findRequester(name);
        ZmqRequester requester = named != null ? named : requesters.requesterOf(name);
        if (requester == null) {
            throw new ZmqSocketTypeException(
                    name,
                    sockets.getSocket(name).type(),
                    "have many requests under way while it binds or has a routing-id: configure it under"
                            + " zmq.requesters",
                    EnumSet.of(SocketType.REQ, SocketType.DEALER));
        }
        RequestOptions options = options(requester, named != null, timeout, ofTemplate);
        return new PendingReply<>(
                requester.requestAsync(request, options),
                requester.options().executor() == null ? completions : Runnable::run,
                conversion,
                failure -> failure instanceof ZmqRequestTimeoutException late
                        ? timedOut(name, requester, options.timeout(), late)
                        : failure);
    }

    private ZmqMessage requestInTurn(String name, ZmqMessage request, Duration timeout) {
        RestartableSocket socket = sockets.getSocket(name);
        if (socket.type() != SocketType.REQ) {
            throw new ZmqSocketTypeException(
                    name,
                    socket.type(),
                    "send requests while it binds or has a routing-id: configure it under zmq.requesters",
                    EnumSet.of(SocketType.REQ));
        }
        try {
            return turns.of(socket).request(request, timeout);
        } catch (ZmqRequestTimeoutException late) {
            throw timedOut(name, socket, timeout, late);
        }
    }

    private static RequestOptions options(
            ZmqRequester requester, boolean named, @Nullable Duration timeout, Duration ofTemplate) {
        RequestOptions own = requester.options().request();
        if (timeout != null) {
            return own.withTimeout(timeout);
        }
        return named ? own : own.withTimeout(ofTemplate);
    }

    private static ZmqReplyTimeoutException timedOut(
            String name, ZmqConnectable asked, Duration timeout, Throwable cause) {
        ZmqReplyTimeoutException timedOut =
                new ZmqReplyTimeoutException(name, timeout, asked.peers().size());
        timedOut.initCause(cause);
        return timedOut;
    }
}
