package io.zmqspring.core.lifecycle;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.MultipartReceiver;
import io.zmqspring.core.MultipartSender;
import io.zmqspring.core.TopicPublisher;
import io.zmqspring.core.TopicSubscriber;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.PeerFrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.socket.HasSocketCore;
import io.zmqspring.core.socket.SocketCore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of all restartable sockets over their {@link SocketLifecycle}. A typed one shows, through its interfaces,
 * only those its type has; that is why this class itself implements none.
 */
abstract class DelegatingSocket implements HasSocketCore {

    private final SocketLifecycle lifecycle;

    DelegatingSocket(SocketLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public SocketCore core() {
        return ((HasSocketCore) lifecycle.use()).core();
    }

    public String name() {
        return lifecycle.definition().name();
    }

    public SocketDefinition definition() {
        return lifecycle.definition();
    }

    public SocketState state() {
        return lifecycle.state();
    }

    public Optional<Throwable> failure() {
        return Optional.ofNullable(lifecycle.failure());
    }

    public List<String> bindings() {
        return lifecycle.bindings();
    }

    public boolean awaitOpen(Duration timeout) {
        return lifecycle.awaitOpen(timeout);
    }

    public void start() {
        lifecycle.start();
    }

    public void stop() {
        lifecycle.stop();
    }

    public void stopListening() {
        lifecycle.stopListening();
    }

    public boolean replyConcurrently() {
        return lifecycle.openAs(SocketType.ROUTER);
    }

    public boolean repliesConcurrently() {
        return lifecycle.engineType() == SocketType.ROUTER;
    }

    public SocketType type() {
        return lifecycle.definition().type();
    }

    public SocketOptions options() {
        ZmqSocket open = lifecycle.ifOpen();
        return open != null ? open.options() : lifecycle.definition().options();
    }

    public void sendHwm(int messages) {
        lifecycle.use().sendHwm(messages);
    }

    public void receiveHwm(int messages) {
        lifecycle.use().receiveHwm(messages);
    }

    public String bind(String endpoint) {
        return lifecycle.bind(endpoint);
    }

    public String connect(String endpoint) {
        return lifecycle.connect(endpoint);
    }

    final String connectTo(String endpoint, RoutingId routingId) {
        return lifecycle.connect(endpoint, routingId);
    }

    public void unbind(String endpoint) {
        lifecycle.unbind(endpoint);
    }

    public void disconnect(String endpoint) {
        lifecycle.disconnect(endpoint);
    }

    public Optional<String> lastEndpoint() {
        return lifecycle.lastEndpoint();
    }

    public List<EndpointStatus> endpoints() {
        return lifecycle.endpoints();
    }

    public List<PeerStatus> peers() {
        ZmqSocket open = lifecycle.ifOpen();
        return open != null ? open.peers() : List.of();
    }

    public boolean awaitPeers(int count, Duration timeout) {
        return lifecycle.use().awaitPeers(count, timeout);
    }

    public SocketCounters counters() {
        return lifecycle.counters();
    }

    public void addMonitorListener(MonitorListener listener) {
        lifecycle.addMonitorListener(listener);
    }

    public void removeMonitorListener(MonitorListener listener) {
        lifecycle.removeMonitorListener(listener);
    }

    public boolean isClosed() {
        return lifecycle.state() == SocketState.CLOSED;
    }

    public void close() {
        lifecycle.close();
    }

    public void send(byte[] body) {
        sender().send(body);
    }

    public boolean send(byte[] body, Duration timeout) {
        return sender().send(body, timeout);
    }

    public boolean trySend(byte[] body) {
        return sender().trySend(body);
    }

    public void send(ByteBuffer body) {
        sender().send(body);
    }

    public boolean send(ByteBuffer body, Duration timeout) {
        return sender().send(body, timeout);
    }

    public boolean trySend(ByteBuffer body) {
        return sender().trySend(body);
    }

    public void send(ZmqMessage message) {
        multipartSender().send(message);
    }

    public boolean send(ZmqMessage message, Duration timeout) {
        return multipartSender().send(message, timeout);
    }

    public boolean trySend(ZmqMessage message) {
        return multipartSender().trySend(message);
    }

    public byte[] receive() {
        return receiver().receive();
    }

    public byte @Nullable [] receive(Duration timeout) {
        return receiver().receive(timeout);
    }

    public byte @Nullable [] tryReceive() {
        return receiver().tryReceive();
    }

    public ZmqMessage receiveMessage() {
        return multipartReceiver().receiveMessage();
    }

    public @Nullable ZmqMessage receiveMessage(Duration timeout) {
        return multipartReceiver().receiveMessage(timeout);
    }

    public @Nullable ZmqMessage tryReceiveMessage() {
        return multipartReceiver().tryReceiveMessage();
    }

    public int receiveInto(ByteBuffer target) {
        return receiver().receiveInto(target);
    }

    public int receiveInto(ByteBuffer target, Duration timeout) {
        return receiver().receiveInto(target, timeout);
    }

    public int poll(FrameHandler handler, int maxMessages) {
        return multipartReceiver().poll(handler, maxMessages);
    }

    public int poll(FrameHandler handler, int maxMessages, Duration timeout) {
        return multipartReceiver().poll(handler, maxMessages, timeout);
    }

    public int poll(PeerFrameHandler handler, int maxMessages) {
        return multipartReceiver().poll(handler, maxMessages);
    }

    public int poll(PeerFrameHandler handler, int maxMessages, Duration timeout) {
        return multipartReceiver().poll(handler, maxMessages, timeout);
    }

    public void subscribe(byte[] topic) {
        lifecycle.subscribe(topic);
    }

    public void subscribe(String topic) {
        lifecycle.subscribe(topic.getBytes(StandardCharsets.UTF_8));
    }

    public void unsubscribe(byte[] topic) {
        lifecycle.unsubscribe(topic);
    }

    public void unsubscribe(String topic) {
        lifecycle.unsubscribe(topic.getBytes(StandardCharsets.UTF_8));
    }

    public int topics() {
        return lifecycle.askTopics((open, remembered) -> {
            if (open instanceof TopicPublisher publisher) {
                return publisher.topics();
            }
            return open instanceof TopicSubscriber subscriber ? subscriber.topics() : remembered.count();
        });
    }

    public List<byte[]> subscriptions(int most) {
        return lifecycle.askTopics((open, remembered) ->
                open instanceof TopicSubscriber subscriber ? subscriber.subscriptions(most) : remembered.copies(most));
    }

    public boolean awaitSubscription(byte[] topic, Duration timeout) {
        return ((TopicPublisher) lifecycle.use()).awaitSubscription(topic, timeout);
    }

    public boolean awaitSubscription(String topic, Duration timeout) {
        return ((TopicPublisher) lifecycle.use()).awaitSubscription(topic, timeout);
    }

    /** Shows name, type and state. */
    @Override
    public String toString() {
        return name() + "[" + type() + ", " + state() + ", endpoints=" + endpoints() + "]";
    }

    private MessageSender sender() {
        return (MessageSender) lifecycle.use();
    }

    private MultipartSender multipartSender() {
        return (MultipartSender) lifecycle.use();
    }

    private MultipartReceiver multipartReceiver() {
        return (MultipartReceiver) lifecycle.use();
    }

    /** {@return the open socket} */
    final ZmqSocket open() {
        return lifecycle.use();
    }

    private MessageReceiver receiver() {
        return (MessageReceiver) lifecycle.use();
    }
}
