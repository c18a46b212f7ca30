package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.DealerSocket;
import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.MessageSender;
import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.XPubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.OverflowPolicy;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.WaitStrategy;
import java.time.Duration;
import java.util.Locale;

/** This project's engine, with its defaults and a linger that lets the last messages out. */
final class ZmqSpringEngine implements Engine {

    private static final Duration LINGER = Duration.ofSeconds(10);

    private final EngineSettings settings;
    private final SocketOptions options;
    private final ZmqContext context;

    ZmqSpringEngine(EngineSettings settings) {
        this.settings = settings;
        this.options = socketOptions(settings);
        this.context = ZmqContext.create(contextOptions(settings));
    }

    private static SocketOptions socketOptions(EngineSettings settings) {
        SocketOptions.Builder options = SocketOptions.builder().linger(LINGER);
        if (settings.highWaterMark() >= 0) {
            options.sendHwm(settings.highWaterMark()).receiveHwm(settings.highWaterMark());
        }
        return options.build();
    }

    private static ContextOptions contextOptions(EngineSettings settings) {
        ContextOptions.Builder options = ContextOptions.builder().ioThreads(settings.ioThreads());
        if (!settings.waitStrategy().isEmpty()) {
            String name = settings.waitStrategy().toUpperCase(Locale.ROOT).replace('-', '_');
            options.waitStrategy(WaitStrategy.valueOf(name));
        }
        return options.build();
    }

    @Override
    public Inbound openReceiver(Pattern pattern, Side side, String address) {
        if (pattern == Pattern.DEALER_ROUTER) {
            return router(side, address);
        }
        if (pattern == Pattern.DEALER_DEALER) {
            DealerSocket socket = context.dealer(options);
            return new WithoutEnvelope(ZmqSpringInbound.of(socket, open(socket, side, address), settings.withParts(2)));
        }
        MessageReceiver socket = receiver(pattern);
        return ZmqSpringInbound.of(socket, open((ZmqSocket) socket, side, address), settings);
    }

    private MessageReceiver receiver(Pattern pattern) {
        return switch (pattern) {
            case PUSH_PULL -> context.pull(options);
            case ROUTER_DEALER -> context.dealer(options);
            case PUB_SUB -> {
                SubSocket socket = context.sub(options);
                socket.subscribe("");
                yield socket;
            }
            default -> throw pattern.unsupported("not a way to receive");
        };
    }

    @Override
    public Outbound openSender(Pattern pattern, Side side, String... addresses) {
        return switch (pattern) {
            case PUSH_PULL -> outbound(context.push(options), side, addresses[0]);
            case DEALER_ROUTER, DEALER_DEALER -> outbound(context.dealer(options), side, addresses[0]);
            case ROUTER_DEALER -> routerToOne(addresses[0]);
            case PUB_SUB -> publisher(side, addresses);
            default -> throw pattern.unsupported("not a way to send");
        };
    }

    private <S extends ZmqSocket & MessageSender> Outbound outbound(S socket, Side side, String address) {
        return new ZmqSpringOutbound(socket, open(socket, side, address), settings);
    }

    private Outbound routerToOne(String address) {
        RouterSocket socket =
                context.router(options.toBuilder().routerMandatory(true).build());
        RoutingId peer = RoutingId.of("peer");
        return new ZmqSpringRouter(socket, socket.connect(address, peer), settings, peer.bytes());
    }

    private Outbound publisher(Side side, String... addresses) {
        XPubSocket socket = context.xpub(publisherOptions(true));
        String endpoint = "";
        for (String address : addresses) {
            endpoint = open(socket, side, address);
        }
        for (int i = 0; i < addresses.length; i++) {
            socket.receive();
        }
        return new ZmqSpringOutbound(socket, endpoint, settings);
    }

    /** An XPUB receives each subscription. When it waits with its queues full, no message is dropped. */
    private SocketOptions publisherOptions(boolean waits) {
        return options.toBuilder()
                .overflowPolicy(waits ? OverflowPolicy.BLOCK : OverflowPolicy.DROP_NEWEST)
                .xpubVerbose(true)
                .build();
    }

    @Override
    public Publisher openPublisher(String address, boolean waits) {
        XPubSocket socket = context.xpub(publisherOptions(waits));
        return new ZmqSpringPublisher(socket, socket.bind(address), settings);
    }

    @Override
    public AddressingEnd openAddressing(String address) {
        RouterSocket socket = context.router(options.toBuilder()
                .routerMandatory(true)
                .sendBufferBytes(AddressingEnd.SEND_BUFFER)
                .build());
        return new ZmqSpringAddressing(socket, socket.bind(address));
    }

    @Override
    public String[] startProxy(Pattern pattern, String front, String back) {
        ZmqSocket receiving = pattern == Pattern.PUB_SUB ? context.xsub(options) : context.router(options);
        ZmqSocket sending = pattern == Pattern.PUB_SUB
                ? context.xpub(
                        options.toBuilder().overflowPolicy(OverflowPolicy.BLOCK).build())
                : context.dealer(options);
        String[] endpoints = {receiving.bind(front), sending.bind(back)};
        ZmqProxy.builder(receiving, sending).start();
        return endpoints;
    }

    @Override
    public Subscriber openSubscriber(String address) {
        SubSocket socket = context.sub(options);
        return new ZmqSpringSubscriber(socket, ZmqSpringInbound.of(socket, socket.connect(address), settings));
    }

    @Override
    public DuplexEnd openAsking(Pattern pattern, Side side, String address) {
        return switch (pattern) {
            case PAIR -> duplex(context.pair(options), side, address);
            case REQ_REP -> duplex(context.req(options), side, address);
            case DEALER_ROUTER -> duplex(context.dealer(options), side, address);
            default -> throw pattern.unsupported("not a way to ask");
        };
    }

    @Override
    public DuplexEnd openAnswering(Pattern pattern, Side side, String address) {
        return switch (pattern) {
            case PAIR -> duplex(context.pair(options), side, address);
            case REQ_REP -> duplex(context.rep(options), side, address);
            case DEALER_ROUTER -> router(side, address);
            default -> throw pattern.unsupported("not a way to answer");
        };
    }

    private ZmqSpringRouter router(Side side, String address) {
        RouterSocket socket =
                context.router(options.toBuilder().routerMandatory(true).build());
        return new ZmqSpringRouter(socket, open(socket, side, address), settings, new byte[0]);
    }

    private <S extends ZmqSocket & MessageSender & MessageReceiver> DuplexEnd duplex(
            S socket, Side side, String address) {
        String endpoint = open(socket, side, address);
        return new ZmqSpringDuplex(
                ZmqSpringInbound.of(socket, endpoint, settings), new ZmqSpringOutbound(socket, endpoint, settings));
    }

    private static String open(ZmqSocket socket, Side side, String address) {
        return side == Side.BIND ? socket.bind(address) : socket.connect(address);
    }

    @Override
    public void close() {
        context.close();
    }
}
