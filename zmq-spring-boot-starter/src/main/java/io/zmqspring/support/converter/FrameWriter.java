package io.zmqspring.support.converter;

/**
 * A converter that can make a frame of an object without a Spring message around it. A
 * {@link org.springframework.messaging.converter.MessageConverter} that implements this is asked in this way for
 * payloads that have no headers. Any thread may call it.
 */
@FunctionalInterface
public interface FrameWriter {

    /**
     * Creates a frame.
     *
     * @param payload the object
     * @return the frame that the converter would make of a message with that payload and without headers; not used for
     *     anything else
     * @throws org.springframework.messaging.converter.MessageConversionException when it cannot
     */
    byte[] write(Object payload);
}
