package io.zmqspring.integration.inbound;

import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.ResponderCounters;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.integration.support.EndpointHeaders;
import io.zmqspring.integration.support.InboundMapping;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.log.LogAccessor;
import org.springframework.integration.MessageTimeoutException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** The way of each request of a {@link ZmqInboundGateway} to its reply, or to its end without one. Any thread. */
final class RequestExchange {

    private static final LogAccessor LOGGER = new LogAccessor(RequestExchange.class);
    private static final ZmqMessage EMPTY = ZmqMessage.of(new byte[0]);

    private final ObservedGateway gateway;
    private final InboundMapping inbound;
    private final ZmqMessageMapper replies;
    private final @Nullable Function<? super Throwable, ?> errorReply;
    private final boolean concurrent;
    private final Supplier<ZmqSocket> socket;
    private final LongAdder requests = new LongAdder();
    private final LongAdder open = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder undeliverable = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder late = new LongAdder();

    /**
     * Creates an exchange.
     *
     * @param gateway sends requests and failures to its channels
     * @param inbound maps requests
     * @param replies maps replies
     * @param errorReply makes the reply to a failure, or {@code null} for none
     * @param concurrent whether the socket takes further requests before the reply
     * @param socket gives the socket of the present run
     */
    RequestExchange(
            ObservedGateway gateway,
            InboundMapping inbound,
            ZmqMessageMapper replies,
            @Nullable Function<? super Throwable, ?> errorReply,
            boolean concurrent,
            Supplier<ZmqSocket> socket) {
        this.gateway = gateway;
        this.inbound = inbound;
        this.replies = replies;
        this.errorReply = errorReply;
        this.concurrent = concurrent;
        this.socket = socket;
    }

    ResponderCounters counters() {
        return new ResponderCounters(
                requests.sum(),
                open.sum(),
                answered.sum(),
                undeliverable.sum(),
                0,
                givenUp.sum(),
                failed.sum(),
                malformed.sum());
    }

    long lateReplies() {
        return late.sum();
    }

    /**
     * Hands a request to the flow, on a thread that receives; waits for room, and where there is one at a time, for it.
     */
    void begin(OpenRequest request) {
        if (concurrent
                && socket.get().type() == SocketType.REP
                && !inbound.envelope().isDelimited(request.received())) {
            malformed.increment();
            return;
        }
        requests.increment();
        try {
            request.run().add(request);
            open.increment();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            givenUp.increment();
            LOGGER.warn(() -> gateway + " stops, and there is no reply to the " + request);
            return;
        }
        try {
            gateway.sendRequest(request, message(request));
        } catch (Throwable failure) {
            onFailure(request, failure);
        }
        if (!concurrent) {
            awaitEnd(request);
        }
    }

    private void awaitEnd(OpenRequest request) {
        try {
            request.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            giveUp(request, interrupted);
        }
    }

    private Message<?> message(OpenRequest request) {
        ZmqMessage received = request.received();
        EndpointHeaders headers = inbound.headers(received);
        headers.set(ZmqHeaders.REPLY_TO, null);
        headers.set(MessageHeaders.REPLY_CHANNEL, request);
        headers.set(MessageHeaders.ERROR_CHANNEL, request);
        Message<?> message;
        try {
            message = inbound.toMessage(received, headers);
        } catch (Throwable ex) {
            Message<?> unconverted = new GenericMessage<>(received, headers);
            request.message(unconverted);
            throw new MessageConversionException(unconverted, gateway + " cannot convert a request", ex);
        }
        return message.getHeaders().getReplyChannel() == request
                        && message.getHeaders().getErrorChannel() == request
                ? message
                : MessageBuilder.fromMessage(message)
                        .setReplyChannel(request)
                        .setErrorChannel(request)
                        .build();
    }

    /**
     * Sends a reply, or takes an error message for a failure; throws what is wrong with the reply, which may come yet.
     */
    void onReply(OpenRequest request, Message<?> reply) {
        if (reply instanceof ErrorMessage error) {
            onFailure(request, error.getPayload());
            return;
        }
        if (request.isOver()) {
            late(request, reply);
            return;
        }
        ZmqMessage frames = inbound.envelope().reply(request.received(), replies.fromMessage(reply));
        if (!request.end()) {
            late(request, reply);
            return;
        }
        Throwable failure = send(frames);
        over(request, reply, failure);
        if (failure == null) {
            answered.increment();
        } else {
            undeliverable.increment();
            LOGGER.warn(failure, () -> "no reply was sent to the " + request);
        }
    }

    private @Nullable Throwable send(ZmqMessage frames) {
        try {
            return ((MultipartSender) socket.get()).trySend(frames)
                    ? null
                    : new IllegalStateException("the peer has no room: " + frames);
        } catch (RuntimeException refused) {
            return refused;
        }
    }

    private void late(OpenRequest request, Message<?> reply) {
        late.increment();
        LOGGER.warn(() -> gateway + " drops a reply: there was one before, or none within the reply timeout: " + reply
                + " to the " + request);
    }

    private void onFailure(OpenRequest request, Throwable failure) {
        failed.increment();
        if (request.isOver()) {
            LOGGER.warn(failure, () -> "the flow behind " + gateway + " failed when it had replied to the " + request);
            return;
        }
        Throwable last = failure;
        MessageChannel errors = gateway.getErrorChannel();
        if (errors != null && request.enterErrorFlow()) {
            request.run().renew(request);
            try {
                gateway.sendFailure(request, failure, errors);
                return;
            } catch (Throwable second) {
                failed.increment();
                last = second;
            }
        }
        replyWithFailure(request, last);
    }

    private void replyWithFailure(OpenRequest request, Throwable failure) {
        Function<? super Throwable, ?> making = errorReply;
        if (making != null) {
            try {
                LOGGER.error(failure, () -> "the flow behind " + gateway + " failed on the " + request);
                onReply(request, new GenericMessage<>(making.apply(failure)));
                return;
            } catch (Throwable second) {
                second.addSuppressed(failure);
                giveUp(request, second);
                return;
            }
        }
        giveUp(request, failure);
    }

    /** A request has been open for too long. The flow behind it may take its time. */
    void onTimeout(OpenRequest request) {
        Message<?> message = request.message();
        if (gateway.failsOnTimeout() && message != null && !request.isInErrorFlow()) {
            onFailure(request, new MessageTimeoutException(message, "no reply within the reply timeout"));
        } else {
            giveUp(request, null);
        }
    }

    private void giveUp(OpenRequest request, @Nullable Throwable failure) {
        if (!request.end()) {
            return;
        }
        if (failure == null) {
            LOGGER.warn(() -> gateway + " gives up the " + request + ": no reply within the reply timeout");
        } else {
            LOGGER.error(failure, () -> gateway + " gives up the " + request);
        }
        if (!concurrent) {
            send(EMPTY);
        }
        over(request, null, failure);
        givenUp.increment();
    }

    private void over(OpenRequest request, @Nullable Message<?> reply, @Nullable Throwable failure) {
        try {
            gateway.ended(request, reply, failure);
        } finally {
            open.decrement();
            request.run().remove(request);
        }
    }

    /** Waits until no request of a run is open, then gives those up that are. */
    void end(OpenRequests run, long waitNs) {
        run.awaitNone(Math.max(0, waitNs));
        for (OpenRequest request : run.all()) {
            giveUp(request, new IllegalStateException(gateway + " has stopped"));
        }
    }
}
