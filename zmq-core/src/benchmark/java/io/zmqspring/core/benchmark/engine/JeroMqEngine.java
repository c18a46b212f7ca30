package io.zmqspring.core.benchmark.engine;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** JeroMQ, with its defaults and a linger that lets the last messages out. */
final class JeroMqEngine implements Engine {

    private static final int LINGER_MS = 10_000;
    private static final String PEER = "peer";

    private final EngineSettings settings;
    private final ZContext context;

    JeroMqEngine(EngineSettings settings) {
        this.settings = settings;
        this.context = new ZContext(settings.ioThreads());
    }

    @Override
    public Inbound openReceiver(Pattern pattern, Side side, String address) {
        return switch (pattern) {
            case PUSH_PULL -> plain(SocketType.PULL, side, address);
            case DEALER_ROUTER -> router(side, address);
            case ROUTER_DEALER -> plain(SocketType.DEALER, side, address);
            case DEALER_DEALER -> {
                ZMQ.Socket socket = create(SocketType.DEALER);
                yield new WithoutEnvelope(new JeroMqSocket(socket, open(socket, side, address), settings.withParts(2)));
            }
            case PUB_SUB -> {
                ZMQ.Socket socket = create(SocketType.SUB);
                socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
                yield new JeroMqSocket(socket, open(socket, side, address), settings);
            }
            default -> throw pattern.unsupported("not a way to receive");
        };
    }

    @Override
    public Outbound openSender(Pattern pattern, Side side, String... addresses) {
        return switch (pattern) {
            case PUSH_PULL -> plain(SocketType.PUSH, side, addresses[0]);
            case DEALER_ROUTER, DEALER_DEALER -> plain(SocketType.DEALER, side, addresses[0]);
            case ROUTER_DEALER -> routerToOne(side, addresses[0]);
            case PUB_SUB -> publisher(side, addresses);
            default -> throw pattern.unsupported("not a way to send");
        };
    }

    @Override
    public DuplexEnd openAsking(Pattern pattern, Side side, String address) {
        return switch (pattern) {
            case PAIR -> plain(SocketType.PAIR, side, address);
            case REQ_REP -> plain(SocketType.REQ, side, address);
            case DEALER_ROUTER -> plain(SocketType.DEALER, side, address);
            default -> throw pattern.unsupported("not a way to ask");
        };
    }

    @Override
    public DuplexEnd openAnswering(Pattern pattern, Side side, String address) {
        return switch (pattern) {
            case PAIR -> plain(SocketType.PAIR, side, address);
            case REQ_REP -> plain(SocketType.REP, side, address);
            case DEALER_ROUTER -> router(side, address);
            default -> throw pattern.unsupported("not a way to answer");
        };
    }

    private JeroMqSocket plain(SocketType type, Side side, String address) {
        ZMQ.Socket socket = create(type);
        return new JeroMqSocket(socket, open(socket, side, address), settings);
    }

    private JeroMqRouter router(Side side, String address) {
        ZMQ.Socket socket = create(SocketType.ROUTER);
        socket.setRouterMandatory(true);
        return new JeroMqRouter(socket, open(socket, side, address), settings, new byte[0]);
    }

    private JeroMqRouter routerToOne(Side side, String address) {
        ZMQ.Socket socket = create(SocketType.ROUTER);
        socket.setRouterMandatory(true);
        socket.base().setSocketOpt(zmq.ZMQ.ZMQ_CONNECT_RID, PEER);
        return new JeroMqRouter(socket, open(socket, side, address), settings, PEER.getBytes(ZMQ.CHARSET));
    }

    private JeroMqSocket publisher(Side side, String... addresses) {
        ZMQ.Socket socket = createPublisher(true);
        String endpoint = "";
        for (String address : addresses) {
            endpoint = open(socket, side, address);
        }
        for (int i = 0; i < addresses.length; i++) {
            socket.recv();
        }
        return new JeroMqSocket(socket, endpoint, settings);
    }

    /** An XPUB receives each subscription. When it waits with its queues full, no message is dropped. */
    private ZMQ.Socket createPublisher(boolean waits) {
        ZMQ.Socket socket = create(SocketType.XPUB);
        socket.setXpubNoDrop(waits);
        socket.setXpubVerbose(true);
        return socket;
    }

    @Override
    public Publisher openPublisher(String address, boolean waits) {
        return topics(createPublisher(waits), Side.BIND, address);
    }

    @Override
    public String[] startProxy(Pattern pattern, String front, String back) {
        ZMQ.Socket receiving = create(pattern == Pattern.PUB_SUB ? SocketType.XSUB : SocketType.ROUTER);
        ZMQ.Socket sending = create(pattern == Pattern.PUB_SUB ? SocketType.XPUB : SocketType.DEALER);
        if (pattern == Pattern.PUB_SUB) {
            sending.setXpubNoDrop(true);
        }
        String[] endpoints = {open(receiving, Side.BIND, front), open(sending, Side.BIND, back)};
        Thread thread = new Thread(() -> ZMQ.proxy(receiving, sending, null), "proxy");
        thread.setDaemon(true);
        thread.start();
        return endpoints;
    }

    @Override
    public Subscriber openSubscriber(String address) {
        return topics(create(SocketType.SUB), Side.CONNECT, address);
    }

    private JeroMqTopics topics(ZMQ.Socket socket, Side side, String address) {
        return new JeroMqTopics(socket, new JeroMqSocket(socket, open(socket, side, address), settings));
    }

    private ZMQ.Socket create(SocketType type) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setLinger(LINGER_MS);
        if (settings.highWaterMark() >= 0) {
            socket.setSndHWM(settings.highWaterMark());
            socket.setRcvHWM(settings.highWaterMark());
        }
        return socket;
    }

    private static String open(ZMQ.Socket socket, Side side, String address) {
        boolean isOpen = side == Side.BIND ? socket.bind(address) : socket.connect(address);
        if (!isOpen) {
            throw new IllegalStateException("cannot " + side + " " + address + ": errno=" + socket.errno());
        }
        return side == Side.BIND && address.startsWith("tcp:") ? socket.getLastEndpoint() : address;
    }

    @Override
    public void close() {
        context.close();
    }
}
