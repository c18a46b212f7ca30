package io.zmqspring.core;

import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.PeerFrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.socket.HasSocketCore;
import io.zmqspring.core.socket.SocketCore;
import io.zmqspring.core.time.NanoClock;
import io.zmqspring.core.zmtp.mechanism.Mechanism;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of all sockets over their {@link SocketCore}. A typed socket shows, through its interface, only those its
 * type has; that is why this class itself implements none.
 */
abstract class DefaultSocket extends DefaultConnectable implements HasSocketCore {

    DefaultSocket(ZmqContext context, SocketCore core) {
        super(context, core);
    }

    @Override
    public SocketCore core() {
        return core;
    }

    /** @param mechanism of all connections to come; there is no option for it yet */
    void mechanism(Mechanism mechanism) {
        core.mechanism(mechanism);
    }

    final long sendTimeoutNs() {
        return core.sendTimeoutNs();
    }

    public SocketType type() {
        return core.type();
    }

    public SocketOptions options() {
        return core.options();
    }

    public void sendHwm(int messages) {
        core.changeOptions(options -> options.toBuilder().sendHwm(messages).build());
    }

    public void receiveHwm(int messages) {
        core.changeOptions(options -> options.toBuilder().receiveHwm(messages).build());
    }

    final String connectTo(String endpoint, RoutingId id) {
        if (id.isAssigned()) {
            throw new IllegalArgumentException("a routing id for a peer does not begin with a zero byte: " + id);
        }
        return core.connect(endpoint, id.bytes());
    }

    public Optional<String> lastEndpoint() {
        return Optional.ofNullable(core.lastEndpoint());
    }

    public SocketCounters counters() {
        return core.counters();
    }

    public boolean isClosed() {
        return core.isClosed();
    }

    public void close() {
        core.close();
    }

    public void send(byte[] body) {
        if (!queue(body, core.sendTimeoutNs())) {
            throw sendTimedOut();
        }
    }

    public boolean send(byte[] body, Duration timeout) {
        return queue(body, nanos(timeout));
    }

    public boolean trySend(byte[] body) {
        return queue(body, 0);
    }

    public void send(ByteBuffer body) {
        if (!queue(body, core.sendTimeoutNs())) {
            throw sendTimedOut();
        }
    }

    public boolean send(ByteBuffer body, Duration timeout) {
        return queue(body, nanos(timeout));
    }

    public boolean trySend(ByteBuffer body) {
        return queue(body, 0);
    }

    public void send(ZmqMessage message) {
        if (!queue(sendable(message), core.sendTimeoutNs())) {
            throw sendTimedOut();
        }
    }

    public boolean send(ZmqMessage message, Duration timeout) {
        return queue(sendable(message), nanos(timeout));
    }

    public boolean trySend(ZmqMessage message) {
        return queue(sendable(message), 0);
    }

    public byte[] receive() {
        byte[] body = take(core.receiveTimeoutNs());
        if (body == null) {
            throw receiveTimedOut();
        }
        return body;
    }

    public byte @Nullable [] receive(Duration timeout) {
        return take(nanos(timeout));
    }

    public byte @Nullable [] tryReceive() {
        return take(0);
    }

    public ZmqMessage receiveMessage() {
        ZmqMessage message = takeMessage(core.receiveTimeoutNs());
        if (message == null) {
            throw receiveTimedOut();
        }
        return message;
    }

    public @Nullable ZmqMessage receiveMessage(Duration timeout) {
        return takeMessage(nanos(timeout));
    }

    public @Nullable ZmqMessage tryReceiveMessage() {
        return takeMessage(0);
    }

    public int receiveInto(ByteBuffer target) {
        int length = takeInto(target, core.receiveTimeoutNs());
        if (length < 0) {
            throw receiveTimedOut();
        }
        return length;
    }

    public int receiveInto(ByteBuffer target, Duration timeout) {
        return takeInto(target, nanos(timeout));
    }

    public int poll(FrameHandler handler, int maxMessages) {
        return show(handler, maxMessages, 0);
    }

    public int poll(FrameHandler handler, int maxMessages, Duration timeout) {
        return show(handler, maxMessages, nanos(timeout));
    }

    public int poll(PeerFrameHandler handler, int maxMessages) {
        return show(handler, maxMessages, 0);
    }

    public int poll(PeerFrameHandler handler, int maxMessages, Duration timeout) {
        return show(handler, maxMessages, nanos(timeout));
    }

    public void subscribe(byte[] topic) {
        core.topics().subscribe(Objects.requireNonNull(topic, "topic"));
    }

    public void subscribe(String topic) {
        subscribe(utf8(topic));
    }

    public void unsubscribe(byte[] topic) {
        core.topics().unsubscribe(Objects.requireNonNull(topic, "topic"));
    }

    public void unsubscribe(String topic) {
        unsubscribe(utf8(topic));
    }

    public int topics() {
        return core.topics().topics();
    }

    public List<byte[]> subscriptions(int most) {
        return core.topics().subscriptions(most);
    }

    public boolean awaitSubscription(byte[] topic, Duration timeout) {
        try {
            return core.topics().awaitSubscription(Objects.requireNonNull(topic, "topic"), nanos(timeout));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    public boolean awaitSubscription(String topic, Duration timeout) {
        return awaitSubscription(utf8(topic), timeout);
    }

    private static byte[] utf8(String topic) {
        return Objects.requireNonNull(topic, "topic").getBytes(StandardCharsets.UTF_8);
    }

    /** Shows type and endpoints. */
    @Override
    public String toString() {
        return core.toString();
    }

    private @Nullable ZmqMessage sendable(@Nullable ZmqMessage message) {
        if (message != null && message.frameCount() > 1 && !core.type().isMultipart()) {
            throw new IllegalArgumentException("a " + core.type() + " socket sends messages of one frame: frames="
                    + message.frameCount() + ", socket=" + core);
        }
        if (message != null && message.frameCount() > 1 && core.options().conflate()) {
            throw new IllegalArgumentException("with option conflate a socket sends messages of one frame: frames="
                    + message.frameCount() + ", conflate=true, socket=" + core);
        }
        return message;
    }

    // While a call waits, this object and with it the context must not become garbage, even if the caller has no
    // further use for it.

    final boolean queue(@Nullable Object content, long timeoutNs) {
        if (content == null) {
            throw new NullPointerException("there is nothing to send: the body or message is null");
        }
        try {
            return core.send(content, timeoutNs);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private byte @Nullable [] take(long timeoutNs) {
        try {
            return core.receive(timeoutNs);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private @Nullable ZmqMessage takeMessage(long timeoutNs) {
        try {
            return core.receiveMessage(timeoutNs);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private int takeInto(ByteBuffer target, long timeoutNs) {
        try {
            return core.receiveInto(target, timeoutNs);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private int show(Object handler, int maxMessages, long timeoutNs) {
        try {
            return core.poll(handler, maxMessages, timeoutNs);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    final ZmqTimeoutException sendTimedOut() {
        int peers = core.peers().size();
        return new ZmqTimeoutException(
                core + ": message not sent within " + options().sendTimeout() + ", "
                        + (peers == 0 ? "no peer is connected" : "none of " + peers + " connected peers had room"));
    }

    private ZmqTimeoutException receiveTimedOut() {
        return new ZmqTimeoutException(
                core + ": no message came within " + options().receiveTimeout());
    }

    static long nanos(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is zero or more: timeout=" + timeout);
        }
        return NanoClock.nanos(timeout);
    }
}
