package io.zmqspring.core.pipe;

/** Takes the commands that arrive among messages (37/ZMTP Commands). */
@FunctionalInterface
public interface CommandHandler {

    /**
     * Called on the loop, in the order of arrival.
     *
     * @param body of the command frame, the handler's own
     * @throws io.zmqspring.core.error.ZmqProtocolViolationException when it is not allowed or malformed
     */
    void onCommand(byte[] body);
}
