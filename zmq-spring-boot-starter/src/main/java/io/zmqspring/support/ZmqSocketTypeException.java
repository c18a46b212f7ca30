package io.zmqspring.support;

import io.zmqspring.core.error.ZmqException;
import io.zmqspring.core.option.SocketType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A socket is of a type that cannot do what is asked of it. */
public class ZmqSocketTypeException extends ZmqException {

    private static final long serialVersionUID = 1L;

    private final String socketName;
    private final SocketType type;
    private final SocketType[] allowedTypes;

    /**
     * @param socketName the socket's name
     * @param type its type
     * @param purpose what was asked of it, for example {@code listen} or {@code send}
     * @param allowedTypes the types that can do it
     */
    public ZmqSocketTypeException(String socketName, SocketType type, String purpose, Set<SocketType> allowedTypes) {
        super("socket '" + socketName + "' is of type " + type + ", which cannot " + purpose + ": allowed are "
                + allowedTypes);
        this.socketName = socketName;
        this.type = type;
        this.allowedTypes = allowedTypes.toArray(SocketType[]::new);
    }

    /** {@return the socket's name} */
    public String socketName() {
        return socketName;
    }

    /** {@return its type} */
    public SocketType type() {
        return type;
    }

    /** {@return the types that can do it, in the order of {@link SocketType}} */
    public Set<SocketType> allowedTypes() {
        Set<SocketType> types = EnumSet.noneOf(SocketType.class);
        Collections.addAll(types, allowedTypes);
        return types;
    }
}
