package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.converter.FramesMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Calls a method with requests as a REP has them, without their envelope, where the socket is a ROUTER for the engine:
 * a {@link io.zmqspring.core.lifecycle.ConcurrentReplier}.
 */
public final class RequestInvocation implements ListenerInvocation {

    private final ListenerInvocation invocation;

    /** @param invocation called with what stands behind the envelope */
    public RequestInvocation(ListenerInvocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public @Nullable Object invoke(ZmqMessage frames) throws Exception {
        requireRequest(frames);
        return invocation.invoke(request(frames));
    }

    @Override
    public void invoke(ZmqMessage frames, ZmqReplier replier) throws Exception {
        requireRequest(frames);
        invocation.invoke(request(frames), replier);
    }

    private static void requireRequest(ZmqMessage frames) {
        if (!Envelope.ROUTING_ID.isDelimited(frames)) {
            throw new MessageConversionException(
                    "not a request: no empty frame with others behind it (28/REQREP): " + frames);
        }
    }

    private static ZmqMessage request(ZmqMessage frames) {
        int from = Envelope.ROUTING_ID.length(frames);
        byte[][] payload = new byte[frames.frameCount() - from][];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = frames.frame(from + i);
        }
        ZmqPeer peer = frames.peer();
        return peer == null ? ZmqMessage.of(payload) : ZmqMessage.received(peer, payload);
    }

    @Override
    public FramesMessage toSpringMessage(ZmqMessage frames) {
        return invocation.toSpringMessage(request(frames));
    }

    @Override
    public String description() {
        return invocation.description();
    }
}
