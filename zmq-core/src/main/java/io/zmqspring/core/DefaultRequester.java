package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.core.monitor.PeerStatus;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.request.RequesterCore;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The requester over its {@link RequesterCore}. */
final class DefaultRequester implements ZmqRequester {

    /** Keeps the context reachable for as long as the application has the requester or a request in flight. */
    @SuppressWarnings("unused")
    private final ZmqContext context;

    private final RequesterCore core;

    DefaultRequester(ZmqContext context, RequesterCore core) {
        this.context = context;
        this.core = core;
    }

    @Override
    public RequesterOptions options() {
        return core.options();
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request) {
        return requestAsync(request, core.options().request());
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request, RequestOptions options) {
        return core.send(Objects.requireNonNull(request, "request"), options, this);
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(byte[] body) {
        return requestAsync(body, core.options().request());
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(byte[] body, RequestOptions options) {
        return core.send(Objects.requireNonNull(body, "body"), options, this);
    }

    @Override
    public ZmqMessage request(ZmqMessage request) {
        return request(request, core.options().request());
    }

    @Override
    public ZmqMessage request(ZmqMessage request, RequestOptions options) {
        return call(Objects.requireNonNull(request, "request"), options);
    }

    @Override
    public ZmqMessage request(byte[] body) {
        return request(body, core.options().request());
    }

    @Override
    public ZmqMessage request(byte[] body, RequestOptions options) {
        return call(Objects.requireNonNull(body, "body"), options);
    }

    private ZmqMessage call(Object content, RequestOptions options) {
        try {
            return core.call(content, options, this);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public String connect(String endpoint) {
        return core.socket().connect(endpoint, null);
    }

    @Override
    public String bind(String endpoint) {
        return core.socket().bind(endpoint);
    }

    @Override
    public void disconnect(String endpoint) {
        core.socket().disconnect(endpoint);
    }

    @Override
    public void unbind(String endpoint) {
        core.socket().unbind(endpoint);
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
    public RequesterCounters counters() {
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
