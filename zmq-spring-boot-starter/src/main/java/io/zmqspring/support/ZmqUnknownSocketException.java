package io.zmqspring.support;

import io.zmqspring.core.error.ZmqException;
import java.util.Collection;
import java.util.List;

/** There is no socket of the name asked for. */
public class ZmqUnknownSocketException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final String socketName;
    private final String[] knownNames;

    /**
     * @param socketName the name asked for
     * @param knownNames the names there are
     */
    public ZmqUnknownSocketException(String socketName, Collection<String> knownNames) {
        super("no socket named '" + socketName + "': known are " + knownNames);
        this.socketName = socketName;
        this.knownNames = knownNames.toArray(String[]::new);
    }

    /** {@return the name asked for} */
    public String socketName() {
        return socketName;
    }

    /** {@return the names there were at that time} */
    public List<String> knownNames() {
        return List.of(knownNames);
    }
}
