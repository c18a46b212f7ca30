package io.zmqspring.support.converter;

import org.jspecify.annotations.Nullable;

/** Creates an object of one frame without a Spring message around it. Any thread may call it. */
@FunctionalInterface
public interface FrameReader {

    /**
     * Reads a frame.
     *
     * @param frame the payload, not to be changed; the object may be the array itself or share its bytes
     * @return the object, or {@code null} when only a conversion of the whole message can create it
     * @throws Exception when the frame cannot be read; the whole message is then converted, which says why
     */
    @Nullable Object read(byte[] frame) throws Exception;
}
