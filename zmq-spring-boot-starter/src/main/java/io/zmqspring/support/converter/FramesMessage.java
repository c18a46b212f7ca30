package io.zmqspring.support.converter;

import io.zmqspring.core.message.FramePayload;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import java.util.HashMap;
import java.util.Map;
import org.springframework.messaging.support.GenericMessage;

/** A received message as Spring sees it, with the frames it came in. */
public final class FramesMessage extends GenericMessage<Object> {

    private static final long serialVersionUID = 1L;

    private final transient ZmqMessage frames;

    /**
     * Wraps frames: the payload is the frame when there is one, else the {@link ZmqMessage} of all frames.
     *
     * @param frames the frames
     * @param headers its headers, to which {@link ZmqHeaders#FRAME_COUNT} is added
     */
    public FramesMessage(ZmqMessage frames, Map<String, Object> headers) {
        super(FramePayload.of(frames), withFrameCount(frames, headers));
        this.frames = frames;
    }

    private static Map<String, Object> withFrameCount(ZmqMessage frames, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(ZmqHeaders.FRAME_COUNT, frames.frameCount());
        return all;
    }

    /** {@return all frames, as they came} */
    public ZmqMessage getFrames() {
        return frames;
    }
}
