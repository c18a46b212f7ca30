package io.zmqspring.core.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP relay whose connections are cut on request: with RST, by ending one direction, or by letting nothing through
 * any more. It has one thread for all its routes. Any thread may call any method.
 */
public final class CuttingRelay implements AutoCloseable {

    private static final int OPERATING_SYSTEM_BUFFER = 16 << 10;
    private static final int MAX_ROUND_MS = 1_000;

    /** Something to do at an instant of {@link System#nanoTime}. */
    private record Look(long dueNs, Runnable action) {}

    private final Selector selector;
    private final PriorityQueue<Look> looks = new PriorityQueue<>((one, other) -> Long.signum(one.dueNs - other.dueNs));
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Starts its thread. */
    public CuttingRelay() {
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = new Thread(this::run, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Listens on a free port of this machine.
     *
     * @param listenOn the address to listen on
     * @param target to which each connection goes on
     * @return the way from the port to the target
     */
    public Route route(InetAddress listenOn, InetSocketAddress target) {
        return new Route(listenOn, target);
    }

    /** Listens on a free port of the loopback address; connections are refused until there is a target. */
    public Route route() {
        return route(InetAddress.getLoopbackAddress(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private void order(Runnable order) {
        orders.add(order);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready, untilNextLookMs());
                look();
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
            }
            for (SelectionKey key : List.copyOf(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Route route) {
            route.accept();
        } else if (key.isValid()) {
            ((RelayedConnection) key.attachment()).ready();
        }
    }

    /** Ends all connections and the thread. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One way through the relay. Any thread. */
    public final class Route {

        private final ServerSocketChannel listener;
        private final int port;
        private final List<RelayedConnection> connections = new ArrayList<>();
        private final AtomicLong accepted = new AtomicLong();
        private volatile InetSocketAddress target;
        private volatile long delayNs;
        private boolean held;

        private Route(InetAddress listenOn, InetSocketAddress target) {
            this.target = target;
            try {
                this.listener = ServerSocketChannel.open();
                listener.setOption(StandardSocketOptions.SO_RCVBUF, OPERATING_SYSTEM_BUFFER);
                listener.bind(new InetSocketAddress(listenOn, 0));
                listener.configureBlocking(false);
                this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            order(() -> {
                try {
                    listener.register(selector, SelectionKey.OP_ACCEPT, this);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        /** {@return the port it listens on} */
        public int port() {
            return port;
        }

        /** {@return how many connections were accepted so far} */
        public long accepted() {
            return accepted.get();
        }

        /** Changes where further connections go to. */
        public void target(InetSocketAddress address) {
            target = address;
        }

        /** Delays what goes through further connections by so much in each direction. */
        public void delayMillis(long delay) {
            delayNs = delay * 1_000_000;
        }

        /** Cuts all connections with RST to both sides. */
        public void reset() {
            order(() -> List.copyOf(connections).forEach(RelayedConnection::reset));
        }

        /**
         * Ends one direction of all connections, as a peer does that sends no more.
         *
         * @param towardsTarget whether the target reads the end of the stream, or the side that connected
         */
        public void endOutput(boolean towardsTarget) {
            order(() -> List.copyOf(connections).forEach(connection -> connection.endOutput(towardsTarget)));
        }

        /** Lets nothing through, and tells nobody: connections stay open, new ones are accepted. */
        public void hold() {
            order(() -> {
                held = true;
                connections.forEach(RelayedConnection::update);
            });
        }

        /** Lets everything through again. */
        public void release() {
            order(() -> {
                held = false;
                List.copyOf(connections).forEach(RelayedConnection::ready);
            });
        }

        private void accept() {
            try {
                SocketChannel near = listener.accept();
                if (near == null) {
                    return;
                }
                accepted.incrementAndGet();
                SocketChannel far = SocketChannel.open();
                for (SocketChannel each : List.of(near, far)) {
                    each.configureBlocking(false);
                    each.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    each.setOption(StandardSocketOptions.SO_RCVBUF, OPERATING_SYSTEM_BUFFER);
                    each.setOption(StandardSocketOptions.SO_SNDBUF, OPERATING_SYSTEM_BUFFER);
                }
                RelayedConnection connection = new RelayedConnection(
                        selector, near, far, target, delayNs, () -> held, CuttingRelay.this::wakeAfter);
                connections.add(connection);
                connection.onEnd(() -> connections.remove(connection));
                connection.ready();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A connection with a delay asks to be looked at again; on the relay's thread. */
    private void wakeAfter(long ns, Runnable look) {
        looks.add(new Look(System.nanoTime() + ns, look));
    }

    private long untilNextLookMs() {
        Look next = looks.peek();
        return next == null
                ? MAX_ROUND_MS
                : Math.max(1, Math.min(MAX_ROUND_MS, (next.dueNs - System.nanoTime()) / 1_000_000));
    }

    private void look() {
        while (!looks.isEmpty() && looks.element().dueNs - System.nanoTime() <= 0) {
            looks.remove().action.run();
        }
    }
}
