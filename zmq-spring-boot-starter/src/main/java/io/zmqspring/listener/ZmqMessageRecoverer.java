package io.zmqspring.listener;

/** Takes care of a message that no further attempt will handle, for example by sending it to another socket. */
@FunctionalInterface
public interface ZmqMessageRecoverer {

    /**
     * Called once for each such message.
     *
     * @param failed the message, and why the last attempt failed
     * @throws Exception when it cannot take care of it; the message is then given up
     */
    void recover(FailedDelivery failed) throws Exception;
}
