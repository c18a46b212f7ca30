package io.zmqspring.core.error;

/** A restartable socket could not be opened because one of its endpoints cannot be used. Nothing of it stays open. */
public class ZmqSocketStartException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final String socketName;
    private final boolean binding;
    private final String endpoint;

    /**
     * @param socketName the socket's name
     * @param binding whether it was to bind the endpoint, else to connect to it
     * @param endpoint the endpoint as configured
     * @param cause what the engine said
     */
    public ZmqSocketStartException(String socketName, boolean binding, String endpoint, ZmqEndpointException cause) {
        super("socket '" + socketName + "' cannot " + (binding ? "bind " : "connect to ") + endpoint, cause);
        this.socketName = socketName;
        this.binding = binding;
        this.endpoint = endpoint;
    }

    /** {@return the socket's name} */
    public String socketName() {
        return socketName;
    }

    /** {@return whether it was to bind the endpoint, else to connect to it} */
    public boolean isBinding() {
        return binding;
    }

    /** {@return the endpoint as configured} */
    public String endpoint() {
        return endpoint;
    }
}
