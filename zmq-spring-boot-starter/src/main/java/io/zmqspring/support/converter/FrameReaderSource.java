package io.zmqspring.support.converter;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * A converter that can read a frame without a Spring message around it. A
 * {@link org.springframework.messaging.converter.MessageConverter} that implements this is asked when a listener is
 * defined; with a {@link FrameReader} it converts no messages for that listener, only frames.
 */
@FunctionalInterface
public interface FrameReaderSource {

    /**
     * Gives a reader that makes of each frame what the converter would make of a message with that frame and without
     * headers.
     *
     * @param type what to make of a frame
     * @return the reader, or {@code null} when the converter needs the message
     */
    @Nullable FrameReader frameReader(ResolvableType type);
}
