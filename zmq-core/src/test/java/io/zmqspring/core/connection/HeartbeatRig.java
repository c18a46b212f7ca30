package io.zmqspring.core.connection;

import io.zmqspring.core.loop.HandTurnedLoop;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.MemorySocket;
import io.zmqspring.core.support.Zmtp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection that keeps the calls of its heartbeat, over a clock turned by hand. */
final class HeartbeatRig implements Heartbeat.HeartbeatListener, WriteListener {

    static final byte[] NO_CONTEXT = {};
    static final byte[] PING = Zmtp.ping(0, NO_CONTEXT);
    static final byte[] PONG = Zmtp.command("PONG", NO_CONTEXT);

    final HandTurnedLoop loop = new HandTurnedLoop();
    final MemorySocket socket = MemorySocket.connected();
    final ConnectionWriter writer = new ConnectionWriter(loop.loop(), socket, this);
    final List<String> silences = new ArrayList<>();
    final List<Long> looksMs = new ArrayList<>();
    boolean blocked;

    static SocketOptions options(long intervalMs, long timeoutMs, long ttlMs) {
        return SocketOptions.builder()
                .heartbeatInterval(Duration.ofMillis(intervalMs))
                .heartbeatTimeout(Duration.ofMillis(timeoutMs))
                .heartbeatTtl(Duration.ofMillis(ttlMs))
                .build();
    }

    Heartbeat heartbeat(SocketOptions options) {
        return new Heartbeat(loop.loop(), writer, options, this);
    }

    Heartbeat start(SocketOptions options) {
        Heartbeat heartbeat = heartbeat(options);
        loop.run(() -> heartbeat.start(true));
        return heartbeat;
    }

    void passMs(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }

    @Override
    public void onStillPaused() {
        looksMs.add(loop.clock().elapsed().toMillis());
    }

    @Override
    public void onTimeout(String reason) {
        silences.add(reason);
    }

    @Override
    public void run(ConnectionStep step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onBlocked() {
        blocked = true;
    }

    @Override
    public void onWriteFailed(Throwable cause) {
        throw new AssertionError(cause);
    }

    @Override
    public void onDrained() {
        throw new AssertionError("not asked for");
    }
}
