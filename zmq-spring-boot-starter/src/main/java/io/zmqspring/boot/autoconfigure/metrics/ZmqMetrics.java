package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of named sockets, requesters and proxies. Reading one does not touch the path of messages, and no meter is
 * written on it.
 *
 * <ul>
 *   <li>Of every socket and requester, tagged {@code socket} and {@code type} (that of a requester is {@code
 *       REQUESTER}): counters {@code zmq.socket.sent}, {@code .received}, {@code .dropped}, {@code .reconnects}, {@code
 *       .handshake.failures}, {@code .protocol.violations}; gauges {@code zmq.socket.queued} (tagged {@code direction})
 *       and {@code zmq.socket.connections}; the counter {@code zmq.socket.drops}, tagged {@code reason}, of dropped
 *       messages as monitor events report them; and for each endpoint the gauge {@code zmq.socket.peers}, tagged {@code
 *       endpoint}.
 *   <li>Of every requester, tagged {@code requester}: counters {@code zmq.requester.requests}, tagged {@code outcome}
 *       ({@code answered}, {@code timed-out}, {@code departed}, {@code cancelled}, {@code failed}, {@code refused}),
 *       and gauges {@code zmq.requester.in.flight} and {@code .waiting}.
 *   <li>Of every proxy, tagged {@code proxy}: counters {@code zmq.proxy.messages}, tagged {@code from} (the name of the
 *       socket), {@code zmq.proxy.refused} and {@code .not.captured}.
 * </ul>
 */
public class ZmqMetrics implements MeterBinder {

    private static final String SOCKET_PREFIX = "zmq.socket.";
    private static final String REQUESTER_PREFIX = "zmq.requester.";

    private final ZmqSocketRegistry sockets;
    private final @Nullable ZmqRequesterRegistry requesters;
    private final List<NamedProxy> proxies;

    /** @param sockets whose sockets, those registered later too */
    public ZmqMetrics(ZmqSocketRegistry sockets) {
        this(sockets, null, List.of());
    }

    /**
     * Creates the meters.
     *
     * @param sockets whose sockets, those registered later too
     * @param requesters whose requesters, those registered later too, or {@code null}
     * @param proxies the proxies
     */
    public ZmqMetrics(ZmqSocketRegistry sockets, @Nullable ZmqRequesterRegistry requesters, List<NamedProxy> proxies) {
        this.sockets = sockets;
        this.requesters = requesters;
        this.proxies = List.copyOf(proxies);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        sockets.whenRegistered(socket -> bind(socket, registry));
        sockets.whenUnregistered(socket -> new Meters(registry, SOCKET_PREFIX, tags(socket)).remove());
        if (requesters != null) {
            requesters.whenRegistered(requester -> bind(requester, registry));
            requesters.whenUnregistered(requester -> remove(requester, registry));
        }
        proxies.forEach(proxy -> bind(proxy, registry));
    }

    private static void bind(RestartableSocket socket, MeterRegistry registry) {
        Tags tags = tags(socket);
        bindSocket(socket, RestartableSocket::counters, new Meters(registry, SOCKET_PREFIX, tags));
        socket.addMonitorListener(new DropMeters(registry, tags));
        new EndpointMeters(registry, tags, socket)
                .bind(socket.definition().bind(), socket.definition().connect());
    }

    private static void bind(NamedRequester requester, MeterRegistry registry) {
        Tags tags = tags(requester);
        bindSocket(requester, NamedRequester::socketCounters, new Meters(registry, SOCKET_PREFIX, tags));
        requester.addMonitorListener(new DropMeters(registry, tags));
        new EndpointMeters(registry, tags, requester)
                .bind(requester.definition().bind(), requester.definition().connect());
        Meters meters = new Meters(registry, REQUESTER_PREFIX, Tags.of("requester", requester.name()));
        outcome(requester, meters, "answered", RequesterCounters::answered);
        outcome(requester, meters, "timed-out", RequesterCounters::timedOut);
        outcome(requester, meters, "departed", RequesterCounters::departed);
        outcome(requester, meters, "cancelled", RequesterCounters::cancelled);
        outcome(requester, meters, "failed", RequesterCounters::failed);
        outcome(requester, meters, "refused", RequesterCounters::refused);
        meters.gauge(
                "in.flight",
                "Requests without a reply yet",
                requester,
                source -> source.counters().inFlight());
        meters.gauge(
                "waiting",
                "Requests that wait for a peer with room",
                requester,
                source -> source.counters().waiting());
    }

    private static void remove(NamedRequester requester, MeterRegistry registry) {
        new Meters(registry, SOCKET_PREFIX, tags(requester)).remove();
        new Meters(registry, REQUESTER_PREFIX, Tags.of("requester", requester.name())).remove();
    }

    private static Tags tags(RestartableSocket socket) {
        return Tags.of("socket", socket.name(), "type", socket.type().name());
    }

    private static Tags tags(NamedRequester requester) {
        return Tags.of("socket", requester.name(), "type", "REQUESTER");
    }

    private static void bind(NamedProxy proxy, MeterRegistry registry) {
        Meters meters = new Meters(registry, "zmq.proxy.", Tags.of("proxy", proxy.name()));
        String moved = "Messages moved since the last start";
        meters.tagged("from", proxy.frontend().name())
                .counter(
                        "messages",
                        moved,
                        proxy,
                        source -> source.statistics().frontendReceived().messages());
        if (proxy.backend() != proxy.frontend()) {
            meters.tagged("from", proxy.backend().name())
                    .counter(
                            "messages",
                            moved,
                            proxy,
                            source -> source.statistics().backendReceived().messages());
        }
        meters.counter(
                "refused",
                "Messages that the other socket never takes",
                proxy,
                source -> source.statistics().refused());
        meters.counter(
                "not.captured",
                "Messages without a copy",
                proxy,
                source -> source.statistics().notCaptured());
    }

    private static <T> void bindSocket(T source, ToCounters<T> counters, Meters meters) {
        meters.counter("sent", "Messages queued to a peer", source, counters.then(SocketCounters::sent));
        meters.counter(
                "received", "Messages given to the application", source, counters.then(SocketCounters::received));
        meters.counter("dropped", "Messages given up", source, counters.then(SocketCounters::dropped));
        meters.counter(
                "reconnects",
                "Attempts to connect again, with or without success",
                source,
                counters.then(SocketCounters::reconnects));
        meters.counter(
                "handshake.failures",
                "Handshakes that failed",
                source,
                counters.then(SocketCounters::handshakeFailures));
        meters.counter(
                "protocol.violations",
                "Connections closed for a peer's mistake",
                source,
                counters.then(SocketCounters::protocolViolations));
        meters.tagged("direction", "send")
                .gauge("queued", "Messages waiting", source, counters.then(SocketCounters::queuedToSend));
        meters.tagged("direction", "receive")
                .gauge("queued", "Messages waiting", source, counters.then(SocketCounters::queuedToReceive));
        meters.gauge("connections", "Peers connected", source, counters.then(SocketCounters::connections));
    }

    private static void outcome(
            NamedRequester requester, Meters meters, String outcome, ToLongFunction<RequesterCounters> value) {
        meters.tagged("outcome", outcome)
                .counter(
                        "requests",
                        "Requests that are over",
                        requester,
                        source -> value.applyAsLong(source.counters()));
    }

    /** Reads the counters of a thing. */
    private interface ToCounters<T> {

        SocketCounters of(T source);

        default ToDoubleFunction<T> then(ToLongFunction<SocketCounters> value) {
            return source -> value.applyAsLong(of(source));
        }
    }
}
