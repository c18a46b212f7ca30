package io.zmqspring.support.converter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import java.util.Map;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * The frames that spring-integration-zeromq sends and takes with its defaults: a publisher puts an empty frame between
 * topic and payload ({@code wrapTopic}), every other socket sends the payload alone.
 *
 * <pre>
 *   PUB, XPUB -&gt; SUB, XSUB   [topic][][payload]
 *   any other                [payload]
 * </pre>
 *
 * <p>A received message without the empty frame is taken too. Payloads are as another converter makes them.
 */
public class SiCompatMessageConverter implements ZmqMessageConverter {

    private static final ZmqMessage EMPTY = ZmqMessage.of(new byte[0]);

    private final ZmqMessageConverter payloads;

    /** @param payloads converts payloads */
    public SiCompatMessageConverter(ZmqMessageConverter payloads) {
        this.payloads = payloads;
    }

    @Override
    public FramesMessage toSpringMessage(ZmqMessage frames, Envelope envelope, Map<String, Object> headers) {
        boolean isWrapped = envelope == Envelope.TOPIC && frames.frameCount() > 2 && frames.frame(1).length == 0;
        return payloads.toSpringMessage(
                isWrapped ? HeadersMessageConverter.without(frames, 1) : frames, envelope, headers);
    }

    @Override
    public ZmqMessage toFrames(Message<?> message) {
        return payloads.toFrames(message);
    }

    @Override
    public ZmqMessage published(byte[] topic, ZmqMessage payload) {
        return ZmqMessage.of(topic).followedBy(EMPTY).followedBy(payload);
    }

    @Override
    public SmartMessageConverter getPayloadConverter() {
        return payloads.getPayloadConverter();
    }

    @Override
    public boolean mayConvertTo(Class<?> payloadType) {
        return payloads.mayConvertTo(payloadType);
    }
}
