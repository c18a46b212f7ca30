package io.zmqspring.template;

import io.zmqspring.core.error.ZmqTimeoutException;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.support.ZmqSendTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** The client over a template. */
final class DefaultZmqClient implements ZmqClient {

    private static final Duration PEERS_TIMEOUT = Duration.ofSeconds(5);

    private final ZmqOperations operations;

    DefaultZmqClient(ZmqOperations operations) {
        this.operations = operations;
    }

    @Override
    public Outbound to(String name) {
        return new DefaultOutbound(operations, name);
    }

    @Override
    public Inbound from(String socketName) {
        return new DefaultInbound(operations, socketName);
    }

    private static final class DefaultOutbound implements Outbound {

        private final ZmqOperations operations;
        private final String name;
        private @Nullable Map<String, Object> headers;
        private @Nullable Object body;
        private @Nullable Duration timeout;
        private int peers;

        DefaultOutbound(ZmqOperations operations, String name) {
            this.operations = operations;
            this.name = name;
        }

        @Override
        public Outbound topic(String topic) {
            return header(ZmqHeaders.TOPIC, topic);
        }

        @Override
        public Outbound routingId(RoutingId routingId) {
            return header(ZmqHeaders.ROUTING_ID, routingId);
        }

        @Override
        public Outbound header(String header, Object value) {
            return headers(Map.of(header, value));
        }

        @Override
        public Outbound headers(Map<String, ?> added) {
            Map<String, Object> all = headers;
            if (all == null) {
                all = new LinkedHashMap<>();
                headers = all;
            }
            all.putAll(added);
            return this;
        }

        @Override
        public Outbound awaitPeers(int count) {
            peers = count;
            return this;
        }

        @Override
        public Outbound timeout(Duration longest) {
            timeout = longest;
            return this;
        }

        @Override
        public Outbound body(Object payload) {
            body = payload;
            return this;
        }

        @Override
        public void send() {
            Object message = message();
            awaitPeers();
            Duration longest = timeout;
            if (longest == null) {
                operations.send(name, message);
            } else if (!operations.trySend(name, message, longest)) {
                throw new ZmqSendTimeoutException(
                        name,
                        longest,
                        operations.execute(name, socket -> socket.peers().size()));
            }
        }

        @Override
        public boolean trySend() {
            Object message = message();
            return (peers == 0 || peersAreThere())
                    && operations.trySend(name, message, timeout == null ? Duration.ZERO : timeout);
        }

        @Override
        public CompletableFuture<Void> sendAsync() {
            requireNoWait();
            return operations.sendAsync(name, message());
        }

        @Override
        public <T> @Nullable T request(Class<T> replyType) {
            return request(ParameterizedTypeReference.<T>forType(replyType));
        }

        @Override
        public <T> @Nullable T request(ParameterizedTypeReference<T> replyType) {
            Object message = message();
            awaitPeers();
            return operations.sendAndReceive(name, message, replyType, timeout);
        }

        @Override
        public <T> CompletableFuture<T> requestAsync(Class<T> replyType) {
            return requestAsync(ParameterizedTypeReference.<T>forType(replyType));
        }

        @Override
        public <T> CompletableFuture<T> requestAsync(ParameterizedTypeReference<T> replyType) {
            requireNoWait();
            return operations.sendAndReceiveAsync(name, message(), replyType, timeout);
        }

        private Object message() {
            Object payload = body;
            if (payload == null) {
                throw new IllegalStateException("a message for '" + name + "' has no body: call body(…) first");
            }
            Map<String, Object> added = headers;
            if (added == null) {
                return payload;
            }
            MessageBuilder<?> builder = payload instanceof Message<?> message
                    ? MessageBuilder.fromMessage(message)
                    : MessageBuilder.withPayload(payload);
            return builder.copyHeaders(added).build();
        }

        private void requireNoWait() {
            if (peers > 0) {
                throw new IllegalStateException("a message for '" + name
                        + "' cannot await peers and not wait: awaitPeers=" + peers + ", call send() or request(…)");
            }
        }

        private void awaitPeers() {
            if (peers > 0 && !peersAreThere()) {
                throw new ZmqTimeoutException("'" + name + "': fewer than " + peers + " peers were connected within "
                        + (timeout == null ? PEERS_TIMEOUT : timeout));
            }
        }

        private boolean peersAreThere() {
            return operations.awaitPeers(name, peers, timeout == null ? PEERS_TIMEOUT : timeout);
        }
    }

    private static final class DefaultInbound implements Inbound {

        private final ZmqOperations operations;
        private final String socketName;
        private Duration timeout = Duration.ZERO;

        DefaultInbound(ZmqOperations operations, String socketName) {
            this.operations = operations;
            this.socketName = socketName;
        }

        @Override
        public Inbound timeout(Duration longest) {
            timeout = longest;
            return this;
        }

        @Override
        public <T> @Nullable T receive(Class<T> type) {
            return operations.receive(socketName, type, timeout);
        }

        @Override
        public <T> @Nullable T receive(ParameterizedTypeReference<T> type) {
            return operations.receive(socketName, type, timeout);
        }
    }
}
