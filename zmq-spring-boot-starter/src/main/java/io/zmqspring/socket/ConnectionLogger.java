package io.zmqspring.socket;

import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.monitor.CloseCause;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.monitor.MonitorListener;
import io.zmqspring.support.LogLimit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what happens to the connections of a named socket. At INFO: where it listens, the first peer of each endpoint,
 * that its last peer has left, that it has one again, that a connection is there again. At WARN: the first failure of
 * an endpoint, each later one with another reason, messages that were given up. The rest is at DEBUG, and so are
 * failures while the application ends. The lines of a socket are limited in number, since a peer may cause them; peers
 * that come and go have a limit of their own, so that they leave room for failures.
 */
public class ConnectionLogger implements MonitorListener {

    private static final Log logger = LogFactory.getLog(ConnectionLogger.class);
    private static final int BURST = 10;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_TURNOVER = 4;
    private static final Duration TURNOVER_INTERVAL = Duration.ofMinutes(1);

    private final String name;
    private final String kind;
    private final Supplier<SocketState> state;
    private final BooleanSupplier ending;
    private final LogLimit limit = new LogLimit(BURST, INTERVAL);
    private final LogLimit turnover = new LogLimit(MAX_TURNOVER, TURNOVER_INTERVAL);
    private final Map<String, Endpoint> endpoints = new HashMap<>();

    /**
     * @param socket the socket whose listener it is to be
     * @param ending whether the application ends, and with it peers that belong to it
     */
    public ConnectionLogger(RestartableSocket socket, BooleanSupplier ending) {
        this(socket.name(), socket.type().name(), socket::state, ending);
    }

    /**
     * @param requester the requester whose listener it is to be
     * @param ending whether the application ends, and with it peers that belong to it
     */
    public ConnectionLogger(NamedRequester requester, BooleanSupplier ending) {
        this(requester.name(), "requester", requester::state, ending);
    }

    private ConnectionLogger(String name, String kind, Supplier<SocketState> state, BooleanSupplier ending) {
        this.name = name;
        this.kind = kind;
        this.state = state;
        this.ending = ending;
    }

    @Override
    public void onEvent(MonitorEvent event) {
        if (event instanceof MonitorEvent.Listening listening) {
            endpoint(listening).bound = true;
            info("listens at " + listening.endpoint());
        } else if (event instanceof MonitorEvent.HandshakeSucceeded succeeded) {
            connected(succeeded);
        } else if (event instanceof MonitorEvent.Closed closed) {
            endpoints.remove(closed.endpoint());
        } else if (isOurs()) {
            debug(event);
        } else if (event instanceof MonitorEvent.ConnectFailed failed) {
            failed(failed, "cannot connect to " + failed.endpoint(), failed.reason());
        } else if (event instanceof MonitorEvent.HandshakeFailed failed) {
            failed(
                    failed,
                    "handshake with " + failed.peerAddress() + " failed at " + failed.endpoint(),
                    failed.reason());
        } else if (event instanceof MonitorEvent.ProtocolViolated violated) {
            failed(
                    violated,
                    violated.peerAddress() + " broke the protocol at " + violated.endpoint(),
                    violated.reason());
        } else if (event instanceof MonitorEvent.AcceptFailed failed) {
            failed(failed, "cannot accept a connection at " + failed.endpoint(), failed.reason());
        } else if (event instanceof MonitorEvent.AddressLost lost) {
            failed(lost, "can no longer be reached at " + lost.endpoint(), lost.reason());
        } else if (event instanceof MonitorEvent.Disconnected disconnected) {
            disconnected(disconnected);
        } else if (event instanceof MonitorEvent.MessagesDropped dropped) {
            warn("gave up " + dropped.count() + " messages at " + dropped.endpoint() + ": " + dropped.reason());
        } else {
            debug(event);
        }
    }

    /** A stop ends connections as well, and logs itself what is lost. */
    private boolean isOurs() {
        SocketState now = state.get();
        return now == SocketState.STOPPED || now == SocketState.CLOSED;
    }

    private void connected(MonitorEvent.HandshakeSucceeded event) {
        Endpoint endpoint = endpoint(event);
        String peer = event.peerType() + " at " + event.peerAddress() + ", ZMTP " + event.zmtpVersion();
        if (endpoint.bound) {
            endpoint.peers++;
            if (endpoint.peers > 1) {
                debug(event);
            } else if (endpoint.seenPeer) {
                turnover(event, "has a peer again at " + event.endpoint() + ": " + peer);
            } else {
                info("has its first peer at " + event.endpoint() + ": " + peer);
            }
        } else if (endpoint.lastReason != null) {
            info("is connected to " + event.endpoint() + (endpoint.seenPeer ? " again" : "") + " after "
                    + endpoint.failures + " failures: " + peer);
        } else if (!endpoint.seenPeer) {
            info("is connected to " + event.endpoint() + ": " + peer);
        }
        endpoint.seenPeer = true;
        endpoint.lastReason = null;
        endpoint.failures = 0;
    }

    /** Peers of a bound endpoint come and go, so only that none is left is worth a line; that of a connect stays. */
    private void disconnected(MonitorEvent.Disconnected event) {
        Endpoint endpoint = endpoint(event);
        if (endpoint.bound) {
            endpoint.peers--;
        }
        if (event.cause() == CloseCause.CLOSED_HERE) {
            debug(event);
        } else if (endpoint.bound) {
            left(endpoint, event);
        } else {
            failed(event, "lost its connection to " + event.endpoint(), event.reason());
        }
    }

    private void left(Endpoint endpoint, MonitorEvent.Disconnected event) {
        if (endpoint.peers > 0 || ending.getAsBoolean()) {
            debug(event);
        } else {
            turnover(
                    event,
                    "has no peer any more at " + event.endpoint() + ": " + event.peerAddress() + " left: "
                            + event.reason());
        }
    }

    private void turnover(MonitorEvent event, String what) {
        if (logger.isInfoEnabled() && turnover.tryPass()) {
            logger.info(named(what, turnover));
        } else {
            debug(event);
        }
    }

    private void failed(MonitorEvent event, String what, String reason) {
        Endpoint endpoint = endpoint(event);
        endpoint.failures++;
        if (reason.equals(endpoint.lastReason) || ending.getAsBoolean()) {
            debug(event);
        } else {
            endpoint.lastReason = reason;
            warn(what + ": " + reason);
        }
    }

    private Endpoint endpoint(MonitorEvent event) {
        return endpoints.computeIfAbsent(event.endpoint(), unused -> new Endpoint());
    }

    private void info(String what) {
        if (logger.isInfoEnabled() && limit.tryPass()) {
            logger.info(named(what, limit));
        }
    }

    private void warn(String what) {
        if (logger.isWarnEnabled() && limit.tryPass()) {
            logger.warn(named(what, limit));
        }
    }

    private void debug(MonitorEvent event) {
        if (logger.isDebugEnabled()) {
            logger.debug("socket '" + name + "': " + event);
        }
    }

    private String named(String what, LogLimit passed) {
        return "socket '" + name + "' (" + kind + ") " + what + passed.leftOut();
    }

    /** The state of an endpoint as it was logged. Used on the event thread only. */
    private static final class Endpoint {

        private boolean bound;
        private boolean seenPeer;
        private int peers;
        private long failures;
        private @Nullable String lastReason;
    }
}
