package io.zmqspring.core;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.request.RequesterCore;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The requester over its {@link RequesterCore}. */
final class DefaultRequester extends DefaultConnectable implements ZmqRequester {

    private final RequesterCore requester;

    DefaultRequester(ZmqContext context, RequesterCore requester) {
        super(context, requester.socket());
        this.requester = requester;
    }

    @Override
    public RequesterOptions options() {
        return requester.options();
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request) {
        return requestAsync(request, requester.options().request());
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(ZmqMessage request, RequestOptions options) {
        return requester.send(Objects.requireNonNull(request, "request"), options, this);
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(byte[] body) {
        return requestAsync(body, requester.options().request());
    }

    @Override
    public CompletableFuture<ZmqMessage> requestAsync(byte[] body, RequestOptions options) {
        return requester.send(Objects.requireNonNull(body, "body"), options, this);
    }

    @Override
    public ZmqMessage request(ZmqMessage request) {
        return request(request, requester.options().request());
    }

    @Override
    public ZmqMessage request(ZmqMessage request, RequestOptions options) {
        return call(Objects.requireNonNull(request, "request"), options);
    }

    @Override
    public ZmqMessage request(byte[] body) {
        return request(body, requester.options().request());
    }

    @Override
    public ZmqMessage request(byte[] body, RequestOptions options) {
        return call(Objects.requireNonNull(body, "body"), options);
    }

    private ZmqMessage call(Object content, RequestOptions options) {
        try {
            return requester.call(content, options, this);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public RequesterCounters counters() {
        return requester.counters();
    }

    @Override
    public SocketCounters socketCounters() {
        return core.counters();
    }

    @Override
    public boolean isClosed() {
        return requester.isClosed();
    }

    @Override
    public void close() {
        requester.close();
    }

    /** Shows its name and endpoints. */
    @Override
    public String toString() {
        return requester.toString();
    }
}
