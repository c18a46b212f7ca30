package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.ResponderCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.request.OpenRequest;
import io.zmqspring.core.request.ResponderCore;
import io.zmqspring.core.socket.ContextCore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The responder over its {@link ResponderCore}. */
final class DefaultResponder implements ZmqResponder {

    private static final System.Logger LOGGER = System.getLogger(DefaultResponder.class.getName());

    /** Keeps the context reachable for as long as the application has the responder, see {@link ZmqContext}. */
    @SuppressWarnings("unused")
    private final ZmqContext context;

    private final ResponderCore core;

    DefaultResponder(ZmqContext context, ContextCore contextCore, RequestHandler handler, ResponderOptions options) {
        this.context = context;
        Objects.requireNonNull(handler, "handler");
        this.core = new ResponderCore(
                contextCore,
                options,
                Received::new,
                (responder, request) -> handle(handler, responder, (Received) request));
    }

    private static void handle(RequestHandler handler, ResponderCore responder, Received request) {
        try {
            handler.onRequest(request);
        } catch (Throwable failure) {
            responder.countFailure();
            try {
                handler.onFailure(request, failure);
            } catch (Throwable second) {
                LOGGER.log(System.Logger.Level.ERROR, "the failure handler failed on the " + request, second);
            } finally {
                request.giveUp();
            }
        }
    }

    private static final class Received extends OpenRequest implements ZmqRequest {

        @Override
        public boolean reply(ZmqMessage reply) {
            return replyWith(Objects.requireNonNull(reply, "reply"));
        }

        @Override
        public boolean reply(byte[] body) {
            return replyWith(Objects.requireNonNull(body, "body"));
        }
    }

    @Override
    public ResponderOptions options() {
        return core.options();
    }

    @Override
    public String bind(String endpoint) {
        return core.socket().bind(endpoint);
    }

    @Override
    public String connect(String endpoint) {
        return core.socket().connect(endpoint, null);
    }

    @Override
    public void unbind(String endpoint) {
        core.socket().unbind(endpoint);
    }

    @Override
    public void disconnect(String endpoint) {
        core.socket().disconnect(endpoint);
    }

    @Override
    public List<EndpointStatus> endpoints() {
        return core.socket().endpoints();
    }

    @Override
    public List<PeerStatus> peers() {
        return core.socket().peers();
    }

    @Override
    public boolean awaitPeers(int count, Duration timeout) {
        return DefaultSocket.awaitPeers(core.socket(), this, count, timeout);
    }

    @Override
    public void addMonitorListener(MonitorListener listener) {
        core.socket().addMonitorListener(listener);
    }

    @Override
    public void removeMonitorListener(MonitorListener listener) {
        core.socket().removeMonitorListener(listener);
    }

    @Override
    public ResponderCounters counters() {
        return core.counters();
    }

    @Override
    public SocketCounters socketCounters() {
        return core.socket().counters();
    }

    @Override
    public boolean isClosed() {
        return core.isClosed();
    }

    @Override
    public void close() {
        core.close();
    }

    /** Shows the socket's type and endpoints. */
    @Override
    public String toString() {
        return core.toString();
    }
}
