package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.function.ToLongFunction;

/**
 * Meters of every named socket, tagged {@code socket} and {@code type}: counters {@code zmq.socket.sent},
 * {@code .received}, {@code .dropped}, {@code .reconnects}, {@code .handshake.failures}, {@code .protocol.violations},
 * and gauges {@code zmq.socket.queued} (tagged {@code direction}) and {@code zmq.socket.connections}. Reading one does
 * not touch the path of messages.
 */
public class ZmqMetrics implements MeterBinder {

    private final ZmqSocketRegistry sockets;

    /** @param sockets whose sockets, those registered later too */
    public ZmqMetrics(ZmqSocketRegistry sockets) {
        this.sockets = sockets;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        sockets.whenRegistered(socket -> bind(socket, registry));
    }

    private static void bind(RestartableSocket socket, MeterRegistry registry) {
        counter(socket, registry, "sent", "Messages queued to a peer", SocketCounters::sent);
        counter(socket, registry, "received", "Messages given to the application", SocketCounters::received);
        counter(socket, registry, "dropped", "Messages given up", SocketCounters::dropped);
        counter(socket, registry, "reconnects", "Connections made again", SocketCounters::reconnects);
        counter(socket, registry, "handshake.failures", "Handshakes that failed", SocketCounters::handshakeFailures);
        counter(
                socket,
                registry,
                "protocol.violations",
                "Connections closed for a peer's mistake",
                SocketCounters::protocolViolations);
        queue(socket, registry, "send", SocketCounters::queuedToSend);
        queue(socket, registry, "receive", SocketCounters::queuedToReceive);
        Gauge.builder(
                        "zmq.socket.connections",
                        socket,
                        source -> source.counters().connections())
                .description("Peers connected")
                .tag("socket", socket.name())
                .tag("type", socket.type().name())
                .register(registry);
    }

    private static void counter(
            RestartableSocket socket,
            MeterRegistry registry,
            String name,
            String description,
            ToLongFunction<SocketCounters> value) {
        FunctionCounter.builder("zmq.socket." + name, socket, source -> value.applyAsLong(source.counters()))
                .description(description)
                .tag("socket", socket.name())
                .tag("type", socket.type().name())
                .register(registry);
    }

    private static void queue(
            RestartableSocket socket, MeterRegistry registry, String direction, ToLongFunction<SocketCounters> value) {
        Gauge.builder("zmq.socket.queued", socket, source -> value.applyAsLong(source.counters()))
                .description("Messages waiting")
                .tag("socket", socket.name())
                .tag("type", socket.type().name())
                .tag("direction", direction)
                .register(registry);
    }
}
