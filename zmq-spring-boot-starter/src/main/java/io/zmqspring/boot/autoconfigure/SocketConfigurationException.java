package io.zmqspring.boot.autoconfigure;

/** A named socket is configured in a way that cannot work. */
final class SocketConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * Creates one.
     *
     * @param description names the property and what is wrong with it
     * @param action what to do
     */
    SocketConfigurationException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
