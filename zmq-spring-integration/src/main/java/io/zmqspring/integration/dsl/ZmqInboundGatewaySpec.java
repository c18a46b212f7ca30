package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.inbound.ZmqInboundGateway;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.springframework.integration.dsl.MessagingGatewaySpec;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.converter.MessageConverter;

/** Describes a {@link ZmqInboundGateway}. */
public final class ZmqInboundGatewaySpec extends MessagingGatewaySpec<ZmqInboundGatewaySpec, ZmqInboundGateway> {

    ZmqInboundGatewaySpec(ZmqInboundGateway target) {
        super(target);
    }

    /**
     * Listens on endpoints.
     *
     * @param endpoints see {@link ZmqInboundGateway#setBind}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqInboundGatewaySpec bind(String... endpoints) {
        target.setBind(endpoints);
        return this;
    }

    /**
     * Connects to endpoints.
     *
     * @param endpoints see {@link ZmqInboundGateway#setConnect}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqInboundGatewaySpec connect(String... endpoints) {
        target.setConnect(endpoints);
        return this;
    }

    /**
     * Sets the options of the socket.
     *
     * @param options see {@link ZmqInboundGateway#setSocketOptions}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqInboundGatewaySpec socketOptions(SocketOptions options) {
        target.setSocketOptions(options);
        return this;
    }

    /**
     * Sets the payload type of messages that are not converted.
     *
     * @param mode see {@link ZmqInboundGateway#setPayloadMode}
     * @return this spec
     */
    public ZmqInboundGatewaySpec payloadMode(PayloadMode mode) {
        target.setPayloadMode(mode);
        return this;
    }

    /**
     * Converts requests and replies of one frame.
     *
     * @param converter see {@link ZmqInboundGateway#setMessageConverter}
     * @param payloadType what to convert to
     * @return this spec
     */
    public ZmqInboundGatewaySpec messageConverter(MessageConverter converter, Class<?> payloadType) {
        target.setMessageConverter(converter);
        target.setPayloadType(payloadType);
        return this;
    }

    /**
     * Maps the bytes of requests and replies of one frame.
     *
     * @param bytesMapper see {@link ZmqInboundGateway#setBytesMessageMapper}
     * @return this spec
     */
    public ZmqInboundGatewaySpec bytesMessageMapper(BytesMessageMapper bytesMapper) {
        target.setBytesMessageMapper(bytesMapper);
        return this;
    }

    /**
     * Maps all frames of each message.
     *
     * @param messageMapper see {@link ZmqInboundGateway#setMessageMapper}
     * @return this spec
     */
    public ZmqInboundGatewaySpec messageMapper(ZmqMessageMapper messageMapper) {
        target.setMessageMapper(messageMapper);
        return this;
    }

    /**
     * Maps headers to a frame of their own.
     *
     * @param headerMapper see {@link ZmqInboundGateway#setHeaderMapper}
     * @return this spec
     */
    public ZmqInboundGatewaySpec headerMapper(HeaderMapper<Map<String, String>> headerMapper) {
        target.setHeaderMapper(headerMapper);
        return this;
    }

    /**
     * Sets how long a request waits for its reply.
     *
     * @param timeout rounded to milliseconds
     * @return this spec
     */
    public ZmqInboundGatewaySpec replyTimeout(Duration timeout) {
        target.setReplyTimeout(timeout.toMillis());
        return this;
    }

    /**
     * Sets what makes the reply to a request that failed.
     *
     * @param errorReply see {@link ZmqInboundGateway#setErrorReply}
     * @return this spec
     */
    public ZmqInboundGatewaySpec errorReply(Function<? super Throwable, ?> errorReply) {
        target.setErrorReply(errorReply);
        return this;
    }

    /**
     * Sets how many requests may be open.
     *
     * @param maxOpenRequests see {@link ZmqInboundGateway#setMaxOpenRequests}
     * @return this spec
     */
    public ZmqInboundGatewaySpec maxOpenRequests(int maxOpenRequests) {
        target.setMaxOpenRequests(maxOpenRequests);
        return this;
    }

    /**
     * Sets how many threads receive.
     *
     * @param concurrency see {@link ZmqInboundGateway#setConcurrency}
     * @return this spec
     */
    public ZmqInboundGatewaySpec concurrency(int concurrency) {
        target.setConcurrency(concurrency);
        return this;
    }

    /**
     * Sets the executor of the threads that receive.
     *
     * @param executor see {@link ZmqInboundGateway#setTaskExecutor}
     * @return this spec
     */
    public ZmqInboundGatewaySpec taskExecutor(Executor executor) {
        target.setTaskExecutor(executor);
        return this;
    }

    /**
     * Sets how long stop waits for what had arrived.
     *
     * @param timeout see {@link ZmqInboundGateway#setShutdownTimeout}
     * @return this spec
     */
    public ZmqInboundGatewaySpec shutdownTimeout(Duration timeout) {
        target.setShutdownTimeout(timeout);
        return this;
    }
}
