package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.inbound.ZmqMessageSource;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Map;
import org.springframework.integration.dsl.MessageSourceSpec;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.converter.MessageConverter;

/** Describes a {@link ZmqMessageSource}. */
public final class ZmqMessageSourceSpec extends MessageSourceSpec<ZmqMessageSourceSpec, ZmqMessageSource> {

    ZmqMessageSourceSpec(ZmqMessageSource target) {
        this.target = target;
    }

    /**
     * Names the bean.
     *
     * @param id the bean name
     * @return this spec
     */
    @Override
    public ZmqMessageSourceSpec id(String id) {
        target.setBeanName(id);
        return super.id(id);
    }

    /**
     * Listens on endpoints.
     *
     * @param endpoints see {@link ZmqMessageSource#setBind}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageSourceSpec bind(String... endpoints) {
        target.setBind(endpoints);
        return this;
    }

    /**
     * Connects to endpoints.
     *
     * @param endpoints see {@link ZmqMessageSource#setConnect}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageSourceSpec connect(String... endpoints) {
        target.setConnect(endpoints);
        return this;
    }

    /**
     * Subscribes to topics.
     *
     * @param topics see {@link ZmqMessageSource#setTopics}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageSourceSpec topics(String... topics) {
        target.setTopics(topics);
        return this;
    }

    /**
     * Takes an empty frame off between topic and body.
     *
     * @param unwrapTopic see {@link ZmqMessageSource#setUnwrapTopic}
     * @return this spec
     */
    public ZmqMessageSourceSpec unwrapTopic(boolean unwrapTopic) {
        target.setUnwrapTopic(unwrapTopic);
        return this;
    }

    /**
     * Sets the options of the socket.
     *
     * @param options see {@link ZmqMessageSource#setSocketOptions}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageSourceSpec socketOptions(SocketOptions options) {
        target.setSocketOptions(options);
        return this;
    }

    /**
     * Sets how long a poll waits for a message.
     *
     * @param timeout see {@link ZmqMessageSource#setReceiveTimeout}
     * @return this spec
     */
    public ZmqMessageSourceSpec receiveTimeout(Duration timeout) {
        target.setReceiveTimeout(timeout);
        return this;
    }

    /**
     * Sets the payload type of messages that are not converted.
     *
     * @param mode see {@link ZmqMessageSource#setPayloadMode}
     * @return this spec
     */
    public ZmqMessageSourceSpec payloadMode(PayloadMode mode) {
        target.setPayloadMode(mode);
        return this;
    }

    /**
     * Converts each single-frame message.
     *
     * @param converter see {@link ZmqMessageSource#setMessageConverter}
     * @param payloadType what to convert to
     * @return this spec
     */
    public ZmqMessageSourceSpec messageConverter(MessageConverter converter, Class<?> payloadType) {
        target.setMessageConverter(converter);
        target.setPayloadType(payloadType);
        return this;
    }

    /**
     * Maps the bytes of each single-frame message.
     *
     * @param bytesMapper see {@link ZmqMessageSource#setBytesMessageMapper}
     * @return this spec
     */
    public ZmqMessageSourceSpec bytesMessageMapper(BytesMessageMapper bytesMapper) {
        target.setBytesMessageMapper(bytesMapper);
        return this;
    }

    /**
     * Maps all frames of each message.
     *
     * @param messageMapper see {@link ZmqMessageSource#setMessageMapper}
     * @return this spec
     */
    public ZmqMessageSourceSpec messageMapper(ZmqMessageMapper messageMapper) {
        target.setMessageMapper(messageMapper);
        return this;
    }

    /**
     * Maps headers to a frame of their own.
     *
     * @param headerMapper see {@link ZmqMessageSource#setHeaderMapper}
     * @return this spec
     */
    public ZmqMessageSourceSpec headerMapper(HeaderMapper<Map<String, String>> headerMapper) {
        target.setHeaderMapper(headerMapper);
        return this;
    }
}
