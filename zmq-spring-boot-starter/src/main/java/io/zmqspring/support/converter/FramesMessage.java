package io.zmqspring.support.converter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.EnvelopeHeaders;
import io.zmqspring.core.message.FramePayload;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.message.ZmqPeer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A received message as Spring sees it, with the frames it came in. Its headers are created at the first use; an id and
 * a timestamp are not among them.
 */
public final class FramesMessage implements Message<Object> {

    private final ZmqMessage frames;
    private final Envelope envelope;
    private final Map<String, Object> givenHeaders;
    private final Object payload;

    /** Two threads may create it at the same time: both create the same. */
    private @Nullable MessageHeaders headers;

    /**
     * Wraps frames: the payload is the frame behind the envelope when there is one, else the {@link ZmqMessage} of all
     * frames behind it.
     *
     * @param frames all frames, as they came
     * @param envelope what stands ahead of the payload
     * @param headers its headers, not copied, to which {@link ZmqHeaders#FRAME_COUNT}, those of
     *     {@link EnvelopeHeaders}, and those of the peer are added
     */
    public FramesMessage(ZmqMessage frames, Envelope envelope, Map<String, Object> headers) {
        this.frames = frames;
        this.envelope = envelope;
        this.givenHeaders = headers;
        this.payload = FramePayload.of(envelope.payload(frames));
    }

    /** {@return all frames, as they came} */
    public ZmqMessage getFrames() {
        return frames;
    }

    /** {@return the frames behind the envelope} */
    public ZmqMessage getPayloadFrames() {
        return envelope.payload(frames);
    }

    @Override
    public Object getPayload() {
        return payload;
    }

    @Override
    public MessageHeaders getHeaders() {
        MessageHeaders made = headers;
        if (made == null) {
            Map<String, Object> all = new HashMap<>(givenHeaders);
            all.put(ZmqHeaders.FRAME_COUNT, frames.frameCount());
            EnvelopeHeaders.read(envelope, frames, all::put);
            putPeer(frames.peer(), all);
            made = new ReceivedHeaders(all);
            headers = made;
        }
        return made;
    }

    private static void putPeer(@Nullable ZmqPeer peer, Map<String, Object> headers) {
        if (peer != null) {
            headers.put(ZmqHeaders.PEER, peer);
            headers.put(ZmqHeaders.PEER_ADDRESS, peer.address());
        }
    }

    /** Shows frames and headers. */
    @Override
    public String toString() {
        return "FramesMessage[" + frames + ", headers=" + getHeaders() + "]";
    }

    /** Headers without id and timestamp, which cost time and have no reader. */
    private static final class ReceivedHeaders extends MessageHeaders {

        private static final long serialVersionUID = 1L;
        private static final long NO_TIMESTAMP = -1;

        ReceivedHeaders(Map<String, Object> headers) {
            super(headers, ID_VALUE_NONE, NO_TIMESTAMP);
        }
    }
}
