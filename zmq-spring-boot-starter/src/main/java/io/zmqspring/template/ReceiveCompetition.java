package io.zmqspring.template;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Warns where a receive and a listener take the messages of one socket: each message reaches only one of them. */
final class ReceiveCompetition {

    private static final Log logger = LogFactory.getLog(ReceiveCompetition.class);

    private final Function<String, @Nullable String> listenerOf;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** @param listenerOf gives the id of a listener that runs on a socket, by the socket's name, or {@code null} */
    ReceiveCompetition(Function<String, @Nullable String> listenerOf) {
        this.listenerOf = listenerOf;
    }

    /** Warns once for each socket. */
    void look(String socketName) {
        if (warned.contains(socketName)) {
            return;
        }
        String listener = listenerOf.apply(socketName);
        if (listener != null && warned.add(socketName)) {
            logger.warn("socket '" + socketName + "' is received from by code and by listener '" + listener
                    + "': each message reaches only one of them");
        }
    }
}
