package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.converter.FramesMessage;
import org.jspecify.annotations.Nullable;

/** Calls a listener method with arguments made of a message. Any thread may call it. */
public interface ListenerInvocation {

    /**
     * Calls the method.
     *
     * @param frames the message as it was received
     * @return what the method returned
     * @throws Exception what the method threw, or why its arguments could not be made
     */
    @Nullable Object invoke(ZmqMessage frames) throws Exception;

    /**
     * Calls a method that has a parameter for the way back.
     *
     * @param frames the message as it was received
     * @param replier the argument of that parameter
     * @throws Exception what the method threw, or why its arguments could not be made
     */
    void invoke(ZmqMessage frames, ZmqReplier replier) throws Exception;

    /**
     * Wraps a message as the method would get it.
     *
     * @param frames the message as it was received
     * @return the Spring message
     */
    FramesMessage toSpringMessage(ZmqMessage frames);

    /** {@return the method, in errors} */
    String description();
}
