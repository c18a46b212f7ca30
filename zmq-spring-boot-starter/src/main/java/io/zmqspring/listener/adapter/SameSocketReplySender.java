package io.zmqspring.listener.adapter;

import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.support.converter.HeadersMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqOperations;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Replies over the socket a message came from, in the envelope of the message. A REP has one too, that of a ROUTER,
 * when it is a {@link io.zmqspring.core.lifecycle.ConcurrentReplier} that replies concurrently.
 *
 * <p>A REP answers every request, with an empty frame when there is no result. A ROUTER answers every request, that is
 * a message with a delimiter, in the same way; when its method has results, it answers messages without a delimiter
 * too. A ROUTER whose method answers by itself answers failures only. A DEALER, a worker behind a ROUTER, sends an
 * empty frame for a result of {@code null} when the message has a delimiter. Failures are answered on REP and ROUTER,
 * there as results are.
 */
public final class SameSocketReplySender implements ReplySender {

    /** The types of socket over which a result goes back to where the message came from. */
    public static final Set<SocketType> TYPES = Collections.unmodifiableSet(
            EnumSet.of(SocketType.PAIR, SocketType.CHANNEL, SocketType.REP, SocketType.DEALER, SocketType.ROUTER));

    private static final Log logger = LogFactory.getLog(SameSocketReplySender.class);
    private static final ZmqMessage EMPTY = ZmqMessage.of(new byte[0]);

    private final String socketName;
    private final SocketType type;
    private final Envelope envelope;
    private final boolean hasResult;
    private final boolean answersItself;
    private final ZmqOperations operations;
    private final ZmqMessageConverter converter;
    private final ZmqErrorReply errorReply;
    private final boolean isConcurrentRep;

    /**
     * Creates a sender.
     *
     * @param socketName the name of the socket
     * @param type its type
     * @param envelope what stands ahead of the payload of the messages it receives
     * @param hasResult whether the method has results to send over it
     * @param answersItself whether a method without results has what it needs to answer a ROUTER's peers by itself
     * @param operations sends
     * @param converter makes frames of results
     * @param errorReply makes the answer to a message that could not be handled
     */
    public SameSocketReplySender(
            String socketName,
            SocketType type,
            Envelope envelope,
            boolean hasResult,
            boolean answersItself,
            ZmqOperations operations,
            ZmqMessageConverter converter,
            ZmqErrorReply errorReply) {
        this.socketName = socketName;
        this.type = type;
        this.envelope = envelope;
        this.isConcurrentRep = type == SocketType.REP && envelope == Envelope.ROUTING_ID;
        this.hasResult = hasResult;
        this.answersItself = answersItself;
        this.operations = operations;
        this.converter = converter;
        this.errorReply = errorReply;
    }

    @Override
    public void reply(ZmqMessage request, @Nullable Object result) {
        Object answer = result instanceof List<?> list ? unambiguous(list) : result;
        if (answer == null || !hasResult && type != SocketType.REP) {
            if (isAwaited(request)) {
                operations.send(socketName, envelope.reply(request, EMPTY));
            }
        } else if (envelope == Envelope.NONE || !isConcurrentRep && isAddressed(answer)) {
            operations.send(socketName, answer);
        } else {
            operations.send(socketName, envelope.reply(request, converter.toFrames(answer)));
        }
    }

    @Override
    public void replyToFailure(ZmqMessage request, Throwable failure) {
        if (isConcurrentRep && !envelope.isDelimited(request)) {
            return;
        }
        boolean awaited =
                type == SocketType.REP || type == SocketType.ROUTER && (hasResult || envelope.isDelimited(request));
        ZmqMessage answer = awaited ? errorFrames(request, failure) : null;
        if (answer == null) {
            return;
        }
        try {
            answer(request, answer);
        } catch (IllegalArgumentException tooLarge) {
            logger.error("socket '" + socketName + "' answers " + request + " with an empty frame", tooLarge);
            answer(request, EMPTY);
        }
    }

    /** A list of texts is one frame of JSON in a reply, as requesters read it. */
    static Object unambiguous(List<?> list) {
        return !list.isEmpty() && list.stream().allMatch(String.class::isInstance) ? list.toArray(String[]::new) : list;
    }

    /** {@return whether an empty frame is sent when there is no result} */
    private boolean isAwaited(ZmqMessage request) {
        return switch (type) {
            case REP -> true;
            case ROUTER -> hasResult || !answersItself && envelope.isDelimited(request);
            default -> hasResult && envelope.isDelimited(request);
        };
    }

    private void answer(ZmqMessage request, ZmqMessage answer) {
        try {
            operations.send(socketName, envelope.reply(request, answer));
        } catch (ZmqStateException answered) {
            logger.debug("socket '" + socketName + "' has answered already", answered);
        }
    }

    private @Nullable ZmqMessage errorFrames(ZmqMessage request, Throwable failure) {
        Object payload;
        try {
            payload = errorReply.replyTo(isConcurrentRep ? envelope.payload(request) : request, failure);
            if (payload != null) {
                return converter.toFrames(notice(payload));
            }
        } catch (RuntimeException noReply) {
            logger.error("socket '" + socketName + "' answers " + request + " with an empty frame", noReply);
            return EMPTY;
        }
        return type == SocketType.REP ? EMPTY : null;
    }

    /** {@return the payload with a header for the requester, which travels where headers do} */
    private static Message<?> notice(Object payload) {
        MessageBuilder<?> builder = payload instanceof Message<?> message
                ? MessageBuilder.fromMessage(message)
                : MessageBuilder.withPayload(payload);
        return builder.setHeader(HeadersMessageConverter.ERROR, true).build();
    }

    private static boolean isAddressed(Object result) {
        return result instanceof Message<?> message
                && (message.getHeaders().containsKey(ZmqHeaders.ROUTING_ID)
                        || message.getHeaders().containsKey(ZmqHeaders.REPLY_TO));
    }
}
