package io.zmqspring.template;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.lifecycle.DaemonThreads;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.observation.ZmqTemplateObservationConvention;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.retry.RetryOperations;
import org.springframework.messaging.Message;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.MessageBuilder;

/** Sends and receives on the sockets of a registry. Settings may be changed at any time. */
public class ZmqTemplate implements ZmqOperations {

    private static final String PUBLISH = "publish";
    private static final String REQUEST = "request";

    private final ZmqSocketRegistry sockets;
    private final ZmqRequesterRegistry requesters;
    private final TemplatePayloads payloads;
    private final TemplateRequests requests;
    private final ReqPeers reqPeers = new ReqPeers();
    private volatile Executor completions = DaemonThreads.few("zmq-sent-");
    private final PerSocket<AsyncSends> asyncSends =
            new PerSocket<>(socket -> new AsyncSends(socket, task -> completions.execute(task)));
    private volatile @Nullable TemplateObservation observation;
    private volatile @Nullable String defaultSocket;
    private volatile @Nullable String defaultTopic;
    private volatile @Nullable Duration sendTimeout = Duration.ofSeconds(5);
    private volatile Duration replyTimeout = Duration.ofSeconds(5);
    private volatile @Nullable RetryOperations sendRetries;
    private volatile ReceiveCompetition competition = new ReceiveCompetition(socketName -> null);

    /**
     * Creates a template without a default socket, with a send timeout and a reply timeout of 5 s, which sends requests
     * over REQ and DEALER sockets.
     *
     * @param sockets where it finds sockets
     * @param converter makes frames of payloads
     */
    public ZmqTemplate(ZmqSocketRegistry sockets, ZmqMessageConverter converter) {
        this(sockets, new ZmqRequesterRegistry(sockets), converter);
    }

    /**
     * Creates a template without a default socket, with a send timeout and a reply timeout of 5 s.
     *
     * @param sockets where it finds sockets
     * @param requesters where it finds what sends requests
     * @param converter makes frames of payloads
     */
    public ZmqTemplate(ZmqSocketRegistry sockets, ZmqRequesterRegistry requesters, ZmqMessageConverter converter) {
        this.sockets = sockets;
        this.requesters = requesters;
        this.payloads = new TemplatePayloads(converter);
        this.requests = new TemplateRequests(sockets, requesters, task -> completions.execute(task));
    }

    /**
     * Sets the socket that is used when none is named.
     *
     * @param defaultSocket its name, or {@code null} for none
     */
    public void setDefaultSocket(@Nullable String defaultSocket) {
        this.defaultSocket = defaultSocket;
    }

    /** {@return the name of the socket that is used when none is named, or {@code null}} */
    public @Nullable String getDefaultSocket() {
        return defaultSocket;
    }

    /**
     * Sets the topic that is published under when none is given.
     *
     * @param defaultTopic the topic, or {@code null} for none
     */
    public void setDefaultTopic(@Nullable String defaultTopic) {
        this.defaultTopic = defaultTopic;
    }

    /** {@return the topic that is published under when none is given, or {@code null}} */
    public @Nullable String getDefaultTopic() {
        return defaultTopic;
    }

    /**
     * Sets the longest wait for room.
     *
     * @param sendTimeout zero or more; {@code null} leaves it to the send timeout of each socket, which by default has
     *         no end
     * @throws IllegalArgumentException when it is negative
     */
    public void setSendTimeout(@Nullable Duration sendTimeout) {
        if (sendTimeout != null && sendTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "sendTimeout=" + sendTimeout + " is out of range: allowed is 0 s or more");
        }
        this.sendTimeout = sendTimeout;
    }

    /** {@return the longest wait for room, or {@code null} when each socket has its own} */
    public @Nullable Duration getSendTimeout() {
        return sendTimeout;
    }

    /**
     * Sets the longest wait for the reply to a request, with the wait for room to send it.
     *
     * @param replyTimeout more than zero
     * @throws IllegalArgumentException when it is not
     */
    public void setReplyTimeout(Duration replyTimeout) {
        if (replyTimeout.isNegative() || replyTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "replyTimeout=" + replyTimeout + " is out of range: allowed is more than 0 s");
        }
        this.replyTimeout = replyTimeout;
    }

    /** {@return the longest wait for the reply to a request} */
    public Duration getReplyTimeout() {
        return replyTimeout;
    }

    /**
     * Sets how a send that waits for room tries again, by default not at all. Each attempt waits as long as
     * {@link #setSendTimeout} says and, when that is over, fails with a {@link ZmqSendTimeoutException}. What does not
     * wait (try, asynchronous) and requests are not tried again.
     *
     * @param retryTemplate calls the send, on the caller's thread, or {@code null} for none
     */
    public void setRetryTemplate(@Nullable RetryOperations retryTemplate) {
        this.sendRetries = retryTemplate;
    }

    /**
     * Sets what completes the futures of requests, and those of {@link #sendAsync(String, Object)} that had to wait for
     * room, and so runs what an application lets follow. A send that had not to wait is complete when it is returned.
     * A requester that has an executor of its own completes its requests there.
     *
     * @param executor by default up to 4 daemon threads of the template's own; where it refuses, the thread that sends
     *     or receives does it
     */
    public void setTaskExecutor(Executor executor) {
        this.completions = executor;
    }

    /**
     * Sets where sends and requests are observed; without this they are not, which costs nothing. What a tracer adds
     * travels where headers do.
     *
     * @param registry gets observations
     * @param convention names them, or {@code null} for the default
     */
    public void setObservation(ObservationRegistry registry, @Nullable ZmqTemplateObservationConvention convention) {
        this.observation = registry.isNoop() ? null : new TemplateObservation(registry, convention);
    }

    /**
     * Sets what knows the listeners of sockets, so that a receive beside one is warned of, once for each socket.
     *
     * @param listenerOf gives the id of a listener that runs on a socket, by the socket's name, or {@code null}
     */
    public void setListenerLookup(Function<String, @Nullable String> listenerOf) {
        this.competition = new ReceiveCompetition(listenerOf);
    }

    /**
     * Sets what sees and may change each message before it becomes frames: those of senders, and replies of listeners
     * that need no envelope. With one, every payload is made a Spring message, which costs more than sending a
     * {@code byte[]}.
     *
     * @param postProcessors called in order; headers for {@link EnvelopeHeaders} may be added
     */
    public void setBeforeSendPostProcessors(MessagePostProcessor... postProcessors) {
        payloads.setBeforeSend(List.of(postProcessors));
    }

    /**
     * Sets what sees and may change each received message before its payload is converted.
     *
     * @param postProcessors called in order
     */
    public void setAfterReceivePostProcessors(MessagePostProcessor... postProcessors) {
        payloads.setAfterReceive(List.of(postProcessors));
    }

    @Override
    public void send(String socketName, Object payload) {
        TemplateObservation observed = observation;
        if (observed == null) {
            doSend(socketName, payload);
        } else {
            observed.<@Nullable Void>observe(socketName, PUBLISH, payload, message -> {
                doSend(socketName, message);
                return null;
            });
        }
    }

    private void doSend(String socketName, Object payload) {
        MultipartSender sender = sockets.getSender(socketName);
        byte[] frame = payloads.frame(payload);
        if (frame != null && sender instanceof MessageSender single) {
            sendFrame(socketName, single, frame);
        } else {
            sendFrames(socketName, sender, frames(socketName, payload));
        }
    }

    @Override
    public void publish(String socketName, String topic, Object payload) {
        TopicPublisher publisher = sockets.getPublisher(socketName);
        TemplateObservation observed = observation;
        if (observed == null) {
            sendFrames(socketName, publisher, published(topic, payload));
        } else {
            observed.<@Nullable Void>observe(socketName, PUBLISH, payload, message -> {
                sendFrames(socketName, publisher, published(topic, message));
                return null;
            });
        }
    }

    @Override
    public void publishDefault(String topic, Object payload) {
        publish(requiredDefaultSocket(), topic, payload);
    }

    @Override
    public void publishDefault(Object payload) {
        String topic = defaultTopic;
        if (topic == null) {
            throw new IllegalStateException(
                    "no topic is given and the template has no default topic: set zmq.template.default-topic");
        }
        publish(requiredDefaultSocket(), topic, payload);
    }

    @Override
    public void sendTo(String socketName, RoutingId routingId, Object payload) {
        RouterSocket router = sockets.getRouter(socketName);
        TemplateObservation observed = observation;
        if (observed == null) {
            sendFrames(socketName, router, addressed(router, routingId, payload));
        } else {
            observed.<@Nullable Void>observe(socketName, PUBLISH, payload, message -> {
                sendFrames(socketName, router, addressed(router, routingId, message));
                return null;
            });
        }
    }

    private ZmqMessage addressed(RouterSocket router, RoutingId routingId, Object payload) {
        ZmqMessage body = reqPeers.delimited(router, routingId, payloads.body(payload));
        return ZmqMessage.of(routingId.bytes()).followedBy(body);
    }

    @Override
    public void send(Message<?> message) {
        String named = message.getHeaders().get(ZmqHeaders.SOCKET, String.class);
        send(named != null ? named : requiredDefaultSocket(), message);
    }

    @Override
    public void sendDefault(Object payload) {
        send(requiredDefaultSocket(), payload);
    }

    @Override
    public void convertAndSend(String socketName, Object payload, Map<String, ?> headers) {
        send(socketName, withHeaders(payload, headers));
    }

    @Override
    public void convertAndSend(String socketName, Object payload, MessagePostProcessor postProcessor) {
        send(socketName, postProcessor.postProcessMessage(withHeaders(payload, Map.of())));
    }

    @Override
    public boolean trySend(String socketName, Object payload, Duration timeout) {
        MultipartSender sender = sockets.getSender(socketName);
        TemplateObservation observed = observation;
        return observed == null
                ? sender.send(frames(socketName, payload), timeout)
                : observed.observe(
                        socketName, PUBLISH, payload, message -> sender.send(frames(socketName, message), timeout));
    }

    @Override
    public CompletableFuture<Void> sendAsync(String socketName, Object payload) {
        sockets.getSender(socketName);
        AsyncSends sends = asyncSends.of(sockets.getSocket(socketName));
        TemplateObservation observed = observation;
        return observed == null
                ? sends.send(frames(socketName, payload), sendTimeout)
                : observed.observeAsync(
                        socketName, PUBLISH, payload, message -> sends.send(frames(socketName, message), sendTimeout));
    }

    @Override
    public <T> @Nullable T receive(String socketName, Class<T> type, Duration timeout) {
        return type.cast(receive(socketName, (Type) type, timeout));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T receive(String socketName, ParameterizedTypeReference<T> type, Duration timeout) {
        return (T) receive(socketName, type.getType(), timeout);
    }

    private @Nullable Object receive(String socketName, Type type, Duration timeout) {
        MultipartReceiver receiver = sockets.getReceiver(socketName);
        competition.look(socketName);
        ZmqMessage frames = receiver.receiveMessage(timeout);
        SocketType socketType = sockets.getSocket(socketName).type();
        return frames == null ? null : payloads.received(socketName, socketType, frames, type);
    }

    @Override
    public <T> @Nullable T sendAndReceive(String socketName, Object request, Class<T> replyType) {
        return replyType.cast(request(socketName, request, replyType, null));
    }

    @Override
    public <T> @Nullable T sendAndReceive(String socketName, Object request, Class<T> replyType, Duration timeout) {
        return replyType.cast(request(socketName, request, replyType, timeout));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T sendAndReceive(
            String socketName, Object request, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout) {
        return (T) request(socketName, request, replyType.getType(), timeout);
    }

    private @Nullable Object request(String socketName, Object request, Type replyType, @Nullable Duration timeout) {
        TemplateObservation observed = observation;
        return observed == null
                ? doRequest(socketName, request, replyType, timeout)
                : observed.<@Nullable Object>observe(
                        socketName, REQUEST, request, message -> doRequest(socketName, message, replyType, timeout));
    }

    private @Nullable Object doRequest(String socketName, Object request, Type replyType, @Nullable Duration timeout) {
        ZmqMessage reply = requests.request(socketName, payloads.body(request), timeout, replyTimeout);
        return payloads.reply(socketName, reply, replyType);
    }

    @Override
    public <T> CompletableFuture<T> sendAndReceiveAsync(String socketName, Object request, Class<T> replyType) {
        return requestAsync(socketName, request, replyType, null);
    }

    @Override
    public <T> CompletableFuture<T> sendAndReceiveAsync(
            String socketName, Object request, Class<T> replyType, Duration timeout) {
        return requestAsync(socketName, request, replyType, timeout);
    }

    @Override
    public <T> CompletableFuture<T> sendAndReceiveAsync(
            String socketName, Object request, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout) {
        return requestAsync(socketName, request, replyType.getType(), timeout);
    }

    private <T> CompletableFuture<T> requestAsync(
            String socketName, Object request, Type replyType, @Nullable Duration timeout) {
        TemplateObservation observed = observation;
        return observed == null
                ? doRequestAsync(socketName, request, replyType, timeout)
                : observed.observeAsync(
                        socketName,
                        REQUEST,
                        request,
                        message -> doRequestAsync(socketName, message, replyType, timeout));
    }

    @SuppressWarnings("unchecked")
    private <T> CompletableFuture<T> doRequestAsync(
            String socketName, Object request, Type replyType, @Nullable Duration timeout) {
        return requests.requestAsync(socketName, payloads.body(request), timeout, replyTimeout, reply ->
                (T) payloads.reply(socketName, reply, replyType));
    }

    @Override
    public boolean awaitPeers(String socketName, int count, Duration timeout) {
        NamedRequester requester = requesters.findRequester(socketName);
        ZmqConnectable connectable = requester != null ? requester : sockets.getSocket(socketName);
        return connectable.awaitPeers(count, timeout);
    }

    @Override
    public <T extends @Nullable Object> T execute(String socketName, SocketCallback<T> callback) {
        return callback.doWithSocket(sockets.getSocket(socketName));
    }

    private void sendFrame(String socketName, MessageSender sender, byte[] frame) {
        RetryOperations retries = sendRetries;
        if (retries == null) {
            sendFrameOnce(socketName, sender, frame);
        } else {
            SendRetries.send(retries, socketName, () -> sendFrameOnce(socketName, sender, frame));
        }
    }

    private void sendFrameOnce(String socketName, MessageSender sender, byte[] frame) {
        Duration timeout = sendTimeout;
        if (timeout == null) {
            sender.send(frame);
        } else if (!sender.send(frame, timeout)) {
            throw sendTimedOut(socketName, timeout);
        }
    }

    private void sendFrames(String socketName, MultipartSender sender, ZmqMessage frames) {
        RetryOperations retries = sendRetries;
        if (retries == null) {
            sendFramesOnce(socketName, sender, frames);
        } else {
            SendRetries.send(retries, socketName, () -> sendFramesOnce(socketName, sender, frames));
        }
    }

    private void sendFramesOnce(String socketName, MultipartSender sender, ZmqMessage frames) {
        Duration timeout = sendTimeout;
        if (timeout == null) {
            sender.send(frames);
        } else if (!sender.send(frames, timeout)) {
            throw sendTimedOut(socketName, timeout);
        }
    }

    private ZmqSendTimeoutException sendTimedOut(String socketName, Duration timeout) {
        return new ZmqSendTimeoutException(
                socketName, timeout, sockets.getSocket(socketName).peers().size());
    }

    private ZmqMessage frames(String socketName, Object payload) {
        return payloads.frames(sockets.getSocket(socketName).type(), payload);
    }

    private ZmqMessage published(String topic, Object payload) {
        byte[] topicFrame = topic.getBytes(StandardCharsets.UTF_8);
        byte[] frame = payloads.frame(payload);
        return frame != null ? ZmqMessage.of(topicFrame, frame) : payloads.published(topicFrame, payload);
    }

    private static Message<?> withHeaders(Object payload, Map<String, ?> headers) {
        MessageBuilder<?> builder = payload instanceof Message<?> message
                ? MessageBuilder.fromMessage(message)
                : MessageBuilder.withPayload(payload);
        return builder.copyHeaders(headers).build();
    }

    private String requiredDefaultSocket() {
        String name = defaultSocket;
        if (name == null) {
            throw new IllegalStateException("no socket is named and the template has no default socket: set"
                    + " zmq.template.default-socket, or the header " + ZmqHeaders.SOCKET);
        }
        return name;
    }
}
