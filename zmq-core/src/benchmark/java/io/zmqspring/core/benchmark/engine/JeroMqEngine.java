package io.zmqspring.core.benchmark.engine;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ, with its defaults and a linger that lets the last messages out. */
final class JeroMqEngine implements Engine {

    private static final int LINGER_MS = 10_000;

    private final EngineSettings settings;
    private final ZContext context;

    JeroMqEngine(EngineSettings settings) {
        this.settings = settings;
        this.context = new ZContext(settings.ioThreads());
    }

    @Override
    public Inbound openPull(Side side, String address) {
        return open(SocketType.PULL, side, address);
    }

    @Override
    public Outbound openPush(Side side, String address) {
        return open(SocketType.PUSH, side, address);
    }

    @Override
    public PairEnd openPair(Side side, String address) {
        return open(SocketType.PAIR, side, address);
    }

    private JeroMqSocket open(SocketType type, Side side, String address) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setLinger(LINGER_MS);
        if (settings.highWaterMark() >= 0) {
            socket.setSndHWM(settings.highWaterMark());
            socket.setRcvHWM(settings.highWaterMark());
        }
        boolean isOpen = side == Side.BIND ? socket.bind(address) : socket.connect(address);
        if (!isOpen) {
            throw new IllegalStateException("cannot " + side + " " + address + ": errno=" + socket.errno());
        }
        String endpoint = side == Side.BIND && address.startsWith("tcp:") ? socket.getLastEndpoint() : address;
        return new JeroMqSocket(socket, endpoint, settings);
    }

    @Override
    public void close() {
        context.close();
    }
}
