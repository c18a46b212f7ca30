package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.ResponderCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.request.OpenRequest;
import io.zmqspring.core.request.ResponderCore;
import io.zmqspring.core.socket.ContextCore;
import java.util.Objects;

/** The responder over its {@link ResponderCore}. */
final class DefaultResponder extends DefaultConnectable implements ZmqResponder {

    private static final System.Logger LOGGER = System.getLogger(DefaultResponder.class.getName());

    private final ResponderCore responder;

    DefaultResponder(ZmqContext context, ContextCore contextCore, RequestHandler handler, ResponderOptions options) {
        this(context, answering(contextCore, Objects.requireNonNull(handler, "handler"), options));
    }

    private DefaultResponder(ZmqContext context, ResponderCore responder) {
        super(context, responder.socket());
        this.responder = responder;
    }

    private static ResponderCore answering(ContextCore context, RequestHandler handler, ResponderOptions options) {
        return new ResponderCore(
                context,
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
        return responder.options();
    }

    @Override
    public ResponderCounters counters() {
        return responder.counters();
    }

    @Override
    public SocketCounters socketCounters() {
        return core.counters();
    }

    @Override
    public boolean isClosed() {
        return responder.isClosed();
    }

    @Override
    public void close() {
        responder.close();
    }

    /** Shows its name and endpoints. */
    @Override
    public String toString() {
        return responder.toString();
    }
}
