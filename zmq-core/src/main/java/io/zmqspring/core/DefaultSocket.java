package io.zmqspring.core;

import io.zmqspring.core.engine.SocketCore;
import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.Message;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of all sockets over their {@link SocketCore}. A typed socket shows, through its interface, only those its type has;
 * that is why this class itself implements none.
 */
abstract class DefaultSocket {

    /** Keeps the context reachable for as long as the application has one of its sockets, see {@link ZmqContext}. */
    @SuppressWarnings("unused")
    private final ZmqContext context;

    private final SocketCore core;

    DefaultSocket(ZmqContext context, SocketCore core) {
        this.context = context;
        this.core = core;
    }

    public SocketType type() {
        return core.type();
    }

    public SocketOptions options() {
        return core.options();
    }

    public String bind(String endpoint) {
        return core.bind(endpoint);
    }

    public String connect(String endpoint) {
        return core.connect(endpoint);
    }

    public void unbind(String endpoint) {
        core.unbind(endpoint);
    }

    public void disconnect(String endpoint) {
        core.disconnect(endpoint);
    }

    public Optional<String> lastEndpoint() {
        return Optional.ofNullable(core.lastEndpoint());
    }

    public List<EndpointStatus> endpoints() {
        return core.endpoints();
    }

    public List<PeerStatus> peers() {
        return core.peers();
    }

    public boolean awaitPeers(int count, Duration timeout) {
        return core.awaitPeers(count, nanos(timeout));
    }

    public SocketCounters counters() {
        return core.counters();
    }

    public void addMonitorListener(MonitorListener listener) {
        core.addMonitorListener(listener);
    }

    public void removeMonitorListener(MonitorListener listener) {
        core.removeMonitorListener(listener);
    }

    public boolean isClosed() {
        return core.isClosed();
    }

    public void close() {
        core.close();
    }

    public void send(byte[] body) {
        if (!core.send(body, core.sendTimeoutNs())) {
            throw sendTimedOut();
        }
    }

    public boolean send(byte[] body, Duration timeout) {
        return core.send(body, nanos(timeout));
    }

    public boolean trySend(byte[] body) {
        return core.send(body, 0);
    }

    public void send(ByteBuffer body) {
        if (!core.send(body, core.sendTimeoutNs())) {
            throw sendTimedOut();
        }
    }

    public boolean send(ByteBuffer body, Duration timeout) {
        return core.send(body, nanos(timeout));
    }

    public boolean trySend(ByteBuffer body) {
        return core.send(body, 0);
    }

    public void send(Message message) {
        if (!core.send(message, core.sendTimeoutNs())) {
            throw sendTimedOut();
        }
    }

    public boolean send(Message message, Duration timeout) {
        return core.send(message, nanos(timeout));
    }

    public boolean trySend(Message message) {
        return core.send(message, 0);
    }

    public byte[] receive() {
        byte[] body = core.receive(core.receiveTimeoutNs());
        if (body == null) {
            throw receiveTimedOut();
        }
        return body;
    }

    public byte @Nullable [] receive(Duration timeout) {
        return core.receive(nanos(timeout));
    }

    public byte @Nullable [] tryReceive() {
        return core.receive(0);
    }

    public Message receiveMessage() {
        Message message = core.receiveMessage(core.receiveTimeoutNs());
        if (message == null) {
            throw receiveTimedOut();
        }
        return message;
    }

    public @Nullable Message receiveMessage(Duration timeout) {
        return core.receiveMessage(nanos(timeout));
    }

    public @Nullable Message tryReceiveMessage() {
        return core.receiveMessage(0);
    }

    public int receiveInto(ByteBuffer target) {
        int length = core.receiveInto(target, core.receiveTimeoutNs());
        if (length < 0) {
            throw receiveTimedOut();
        }
        return length;
    }

    public int receiveInto(ByteBuffer target, Duration timeout) {
        return core.receiveInto(target, nanos(timeout));
    }

    public int poll(FrameHandler handler, int maxMessages) {
        return core.poll(handler, maxMessages, 0);
    }

    public int poll(FrameHandler handler, int maxMessages, Duration timeout) {
        return core.poll(handler, maxMessages, nanos(timeout));
    }

    /** Shows type and endpoints. */
    @Override
    public String toString() {
        return core.toString();
    }

    private ZmqTimeoutException sendTimedOut() {
        return new ZmqTimeoutException(
                core + ": no peer had room within " + options().sendTimeout());
    }

    private ZmqTimeoutException receiveTimedOut() {
        return new ZmqTimeoutException(
                core + ": no message came within " + options().receiveTimeout());
    }

    private static long nanos(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is zero or more: timeout=" + timeout);
        }
        return SocketCore.nanos(timeout);
    }
}
