package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.option.ContextOptions;
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
    public Inbound openPull(Side side, String address) {
        PullSocket socket = context.pull(options);
        return ZmqSpringInbound.of(socket, open(socket, side, address), settings);
    }

    @Override
    public Outbound openPush(Side side, String address) {
        PushSocket socket = context.push(options);
        return new ZmqSpringOutbound(socket, open(socket, side, address), settings);
    }

    @Override
    public PairEnd openPair(Side side, String address) {
        PairSocket socket = context.pair(options);
        String endpoint = open(socket, side, address);
        return new ZmqSpringPair(
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
