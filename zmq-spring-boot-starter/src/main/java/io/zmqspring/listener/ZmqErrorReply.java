package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a REP or ROUTER listener answers when its method has failed for good, so that no requester waits for ever. See
 * {@link ErrorReplyPolicy} for those that are there.
 */
@FunctionalInterface
public interface ZmqErrorReply {

    /**
     * Creates a reply. Called once for each such request, on any thread.
     *
     * @param request the request as it was received
     * @param failure what the listener threw, or what its future completed with
     * @return what to send, as a listener method may return it; {@code null} for nothing on a ROUTER, and for an empty
     *         frame on a REP, which must answer
     */
    @Nullable Object replyTo(ZmqMessage request, Throwable failure);
}
