package io.zmqspring.integration.dsl;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.integration.inbound.ZmqMessageProducer;
import io.zmqspring.integration.support.PayloadMode;
import io.zmqspring.integration.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.springframework.integration.dsl.MessageProducerSpec;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.mapping.HeaderMapper;
import org.springframework.messaging.converter.MessageConverter;

/** Describes a {@link ZmqMessageProducer}. */
public final class ZmqMessageProducerSpec extends MessageProducerSpec<ZmqMessageProducerSpec, ZmqMessageProducer> {

    ZmqMessageProducerSpec(ZmqMessageProducer producer) {
        super(producer);
    }

    /**
     * Listens on endpoints.
     *
     * @param endpoints see {@link ZmqMessageProducer#setBind}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageProducerSpec bind(String... endpoints) {
        target.setBind(endpoints);
        return this;
    }

    /**
     * Connects to endpoints.
     *
     * @param endpoints see {@link ZmqMessageProducer#setConnect}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageProducerSpec connect(String... endpoints) {
        target.setConnect(endpoints);
        return this;
    }

    /**
     * Subscribes to topics.
     *
     * @param topics see {@link ZmqMessageProducer#setTopics}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageProducerSpec topics(String... topics) {
        target.setTopics(topics);
        return this;
    }

    /**
     * Takes an empty frame off between topic and body.
     *
     * @param unwrapTopic see {@link ZmqMessageProducer#setUnwrapTopic}
     * @return this spec
     */
    public ZmqMessageProducerSpec unwrapTopic(boolean unwrapTopic) {
        target.setUnwrapTopic(unwrapTopic);
        return this;
    }

    /**
     * Maps headers to a frame of their own.
     *
     * @param headerMapper see {@link ZmqMessageProducer#setHeaderMapper}
     * @return this spec
     */
    public ZmqMessageProducerSpec headerMapper(HeaderMapper<Map<String, String>> headerMapper) {
        target.setHeaderMapper(headerMapper);
        return this;
    }

    /**
     * Sets the options of the socket.
     *
     * @param options see {@link ZmqMessageProducer#setSocketOptions}
     * @return this spec
     * @throws IllegalStateException when the socket was given
     */
    public ZmqMessageProducerSpec socketOptions(SocketOptions options) {
        target.setSocketOptions(options);
        return this;
    }

    /**
     * Sets the payload type of messages that are not converted.
     *
     * @param mode see {@link ZmqMessageProducer#setPayloadMode}
     * @return this spec
     */
    public ZmqMessageProducerSpec payloadMode(PayloadMode mode) {
        target.setPayloadMode(mode);
        return this;
    }

    /**
     * Converts each single-frame message.
     *
     * @param converter see {@link ZmqMessageProducer#setMessageConverter}
     * @param payloadType what to convert to
     * @return this spec
     */
    public ZmqMessageProducerSpec messageConverter(MessageConverter converter, Class<?> payloadType) {
        target.setMessageConverter(converter);
        target.setPayloadType(payloadType);
        return this;
    }

    /**
     * Maps the bytes of each single-frame message.
     *
     * @param bytesMapper see {@link ZmqMessageProducer#setBytesMessageMapper}
     * @return this spec
     */
    public ZmqMessageProducerSpec bytesMessageMapper(BytesMessageMapper bytesMapper) {
        target.setBytesMessageMapper(bytesMapper);
        return this;
    }

    /**
     * Maps all frames of each message.
     *
     * @param messageMapper see {@link ZmqMessageProducer#setMessageMapper}
     * @return this spec
     */
    public ZmqMessageProducerSpec messageMapper(ZmqMessageMapper messageMapper) {
        target.setMessageMapper(messageMapper);
        return this;
    }

    /**
     * Sets how many threads receive.
     *
     * @param concurrency see {@link ZmqMessageProducer#setConcurrency}
     * @return this spec
     */
    public ZmqMessageProducerSpec concurrency(int concurrency) {
        target.setConcurrency(concurrency);
        return this;
    }

    /**
     * Sets the executor of the threads that receive.
     *
     * @param executor see {@link ZmqMessageProducer#setTaskExecutor}
     * @return this spec
     */
    public ZmqMessageProducerSpec taskExecutor(Executor executor) {
        target.setTaskExecutor(executor);
        return this;
    }

    /**
     * Sets how long stop waits for what had arrived.
     *
     * @param timeout see {@link ZmqMessageProducer#setShutdownTimeout}
     * @return this spec
     */
    public ZmqMessageProducerSpec shutdownTimeout(Duration timeout) {
        target.setShutdownTimeout(timeout);
        return this;
    }
}
