package io.zmqspring.support;

import io.zmqspring.core.error.ZmqException;
import org.jspecify.annotations.Nullable;

/**
 * The other side could not handle a request, and said so in its reply. Known when headers travel (wire format {@code
 * headers}); over bare frames, when the reply is {@code error} or begins with {@code error: } and cannot be what was
 * asked for.
 */
public class ZmqRemoteException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final String socketName;
    private final String reply;

    /**
     * @param socketName the name of the socket or requester that sent the request
     * @param reply what the other side said, as text
     * @param cause why the reply is not what was asked for, or {@code null} when a header says so
     */
    public ZmqRemoteException(String socketName, String reply, @Nullable Throwable cause) {
        super("'" + socketName + "': the other side could not handle the request and replied '" + reply + "'", cause);
        this.socketName = socketName;
        this.reply = reply;
    }

    /** {@return the name of the socket or requester that sent the request} */
    public String socketName() {
        return socketName;
    }

    /** {@return what the other side said, as text} */
    public String reply() {
        return reply;
    }
}
