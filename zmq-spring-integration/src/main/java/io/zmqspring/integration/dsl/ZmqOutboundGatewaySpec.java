package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.integration.outbound.ZmqOutboundGateway;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Map;
import org.springframework.integration.dsl.MessageHandlerSpec;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.converter.MessageConverter;

/** Describes a {@link ZmqOutboundGateway}. */
public final class ZmqOutboundGatewaySpec extends MessageHandlerSpec<ZmqOutboundGatewaySpec, ZmqOutboundGateway> {

    ZmqOutboundGatewaySpec(ZmqOutboundGateway target) {
        this.target = target;
    }

    /**
     * Names the bean.
     *
     * @param id the bean name
     * @return this spec
     */
    @Override
    public ZmqOutboundGatewaySpec id(String id) {
        target.setBeanName(id);
        return super.id(id);
    }

    /**
     * Listens on endpoints.
     *
     * @param endpoints see {@link ZmqOutboundGateway#setBind}
     * @return this spec
     * @throws IllegalStateException when the requester was given
     */
    public ZmqOutboundGatewaySpec bind(String... endpoints) {
        target.setBind(endpoints);
        return this;
    }

    /**
     * Connects to endpoints.
     *
     * @param endpoints see {@link ZmqOutboundGateway#setConnect}
     * @return this spec
     * @throws IllegalStateException when the requester was given
     */
    public ZmqOutboundGatewaySpec connect(String... endpoints) {
        target.setConnect(endpoints);
        return this;
    }

    /**
     * Sets the options of the requester.
     *
     * @param options see {@link ZmqOutboundGateway#setRequesterOptions}
     * @return this spec
     * @throws IllegalStateException when the requester was given
     */
    public ZmqOutboundGatewaySpec requesterOptions(RequesterOptions options) {
        target.setRequesterOptions(options);
        return this;
    }

    /**
     * Goes on with the reply on another thread, and lets the calling one go.
     *
     * @param async see {@link ZmqOutboundGateway#setAsync}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec async(boolean async) {
        target.setAsync(async);
        return this;
    }

    /**
     * Sets how long a request waits for its reply.
     *
     * @param timeout see {@link ZmqOutboundGateway#setReplyTimeout}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec replyTimeout(Duration timeout) {
        target.setReplyTimeout(timeout);
        return this;
    }

    /**
     * Sets how often a request is sent.
     *
     * @param attempts see {@link ZmqOutboundGateway#setAttempts}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec attempts(int attempts) {
        target.setAttempts(attempts);
        return this;
    }

    /**
     * Sets after which time without a reply the next attempt begins.
     *
     * @param timeout see {@link ZmqOutboundGateway#setAttemptTimeout}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec attemptTimeout(Duration timeout) {
        target.setAttemptTimeout(timeout);
        return this;
    }

    /**
     * Sets the payload type of messages that are not converted.
     *
     * @param mode see {@link ZmqOutboundGateway#setPayloadMode}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec payloadMode(PayloadMode mode) {
        target.setPayloadMode(mode);
        return this;
    }

    /**
     * Converts requests and replies of one frame.
     *
     * @param converter see {@link ZmqOutboundGateway#setMessageConverter}
     * @param payloadType what to convert to
     * @return this spec
     */
    public ZmqOutboundGatewaySpec messageConverter(MessageConverter converter, Class<?> payloadType) {
        target.setMessageConverter(converter);
        target.setPayloadType(payloadType);
        return this;
    }

    /**
     * Maps the bytes of requests and replies of one frame.
     *
     * @param bytesMapper see {@link ZmqOutboundGateway#setBytesMessageMapper}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec bytesMessageMapper(BytesMessageMapper bytesMapper) {
        target.setBytesMessageMapper(bytesMapper);
        return this;
    }

    /**
     * Maps all frames of each message.
     *
     * @param messageMapper see {@link ZmqOutboundGateway#setMessageMapper}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec messageMapper(ZmqMessageMapper messageMapper) {
        target.setMessageMapper(messageMapper);
        return this;
    }

    /**
     * Maps headers to a frame of their own.
     *
     * @param headerMapper see {@link ZmqOutboundGateway#setHeaderMapper}
     * @return this spec
     */
    public ZmqOutboundGatewaySpec headerMapper(HeaderMapper<Map<String, String>> headerMapper) {
        target.setHeaderMapper(headerMapper);
        return this;
    }
}
