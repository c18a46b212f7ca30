package io.zmqspring.core;

import io.zmqspring.core.monitor.ContextCounters;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.RequesterOptions;
import io.zmqspring.core.option.ResponderOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.request.RequesterCore;
import io.zmqspring.core.socket.ContextCore;
import io.zmqspring.core.time.NanoClock;
import java.util.Objects;

/**
 * Creates sockets and owns the I/O threads that carry them; {@code inproc} endpoints meet within one context. Threads
 * start with the first socket that needs one. Any thread may call any method.
 *
 * <p>Close it: what is queued is lost when the JVM ends before, unless {@link ContextOptions#closeOnShutdown()} is set.
 * When the JVM ends while messages are queued, a line on standard error says how many are lost and where the context
 * was created.
 *
 * <p>A context that nothing refers to any more, neither directly nor by one of its sockets, is closed in the background
 * once the garbage collector finds it, and a warning says so. Nobody waits for that: each socket still sends what is
 * queued within its linger, then threads and ports are given back. A context whose monitor listener refers to it or to
 * one of its sockets is never found.
 */
public class ZmqContext implements AutoCloseable {

    private final ContextCore core;

    /** Not private: a framework may make a proxy of the class, which is not final for that reason only. */
    ZmqContext(ContextOptions options) {
        this.core = new ContextCore(options, caller(), NanoClock.SYSTEM);
        core.reportUnclosed(this);
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().equals(ZmqContext.class.getName()))
                        .findFirst()
                        .map(StackWalker.StackFrame::toString)
                        .orElse("an unknown place"));
    }

    /** {@return a new context with default settings} */
    public static ZmqContext create() {
        return create(ContextOptions.defaults());
    }

    /**
     * Creates a context.
     *
     * @param options its settings
     * @return a new context
     */
    public static ZmqContext create(ContextOptions options) {
        return new ZmqContext(options);
    }

    /** {@return the settings it was made with} */
    public ContextOptions options() {
        return core.options();
    }

    /** {@return a new PUSH socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public PushSocket push() {
        return push(SocketOptions.defaults());
    }

    /**
     * Creates a PUSH socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public PushSocket push(SocketOptions options) {
        return (PushSocket) socket(SocketType.PUSH, options);
    }

    /** {@return a new PULL socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public PullSocket pull() {
        return pull(SocketOptions.defaults());
    }

    /**
     * Creates a PULL socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public PullSocket pull(SocketOptions options) {
        return (PullSocket) socket(SocketType.PULL, options);
    }

    /** {@return a new PAIR socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public PairSocket pair() {
        return pair(SocketOptions.defaults());
    }

    /**
     * Creates a PAIR socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public PairSocket pair(SocketOptions options) {
        return (PairSocket) socket(SocketType.PAIR, options);
    }

    /** {@return a new SCATTER socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public ScatterSocket scatter() {
        return scatter(SocketOptions.defaults());
    }

    /**
     * Creates a SCATTER socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ScatterSocket scatter(SocketOptions options) {
        return (ScatterSocket) socket(SocketType.SCATTER, options);
    }

    /** {@return a new GATHER socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public GatherSocket gather() {
        return gather(SocketOptions.defaults());
    }

    /**
     * Creates a GATHER socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public GatherSocket gather(SocketOptions options) {
        return (GatherSocket) socket(SocketType.GATHER, options);
    }

    /** {@return a new CHANNEL socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public ChannelSocket channel() {
        return channel(SocketOptions.defaults());
    }

    /**
     * Creates a CHANNEL socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ChannelSocket channel(SocketOptions options) {
        return (ChannelSocket) socket(SocketType.CHANNEL, options);
    }

    /** {@return a new REQ socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public ReqSocket req() {
        return req(SocketOptions.defaults());
    }

    /**
     * Creates a REQ socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ReqSocket req(SocketOptions options) {
        return (ReqSocket) socket(SocketType.REQ, options);
    }

    /** {@return a new REP socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public RepSocket rep() {
        return rep(SocketOptions.defaults());
    }

    /**
     * Creates a REP socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public RepSocket rep(SocketOptions options) {
        return (RepSocket) socket(SocketType.REP, options);
    }

    /** {@return a new DEALER socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public DealerSocket dealer() {
        return dealer(SocketOptions.defaults());
    }

    /**
     * Creates a DEALER socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public DealerSocket dealer(SocketOptions options) {
        return (DealerSocket) socket(SocketType.DEALER, options);
    }

    /** {@return a new ROUTER socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public RouterSocket router() {
        return router(SocketOptions.defaults());
    }

    /**
     * Creates a ROUTER socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public RouterSocket router(SocketOptions options) {
        return (RouterSocket) socket(SocketType.ROUTER, options);
    }

    /** {@return a new PUB socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public PubSocket pub() {
        return pub(SocketOptions.defaults());
    }

    /**
     * Creates a PUB socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public PubSocket pub(SocketOptions options) {
        return (PubSocket) socket(SocketType.PUB, options);
    }

    /** {@return a new SUB socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public SubSocket sub() {
        return sub(SocketOptions.defaults());
    }

    /**
     * Creates a SUB socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public SubSocket sub(SocketOptions options) {
        return (SubSocket) socket(SocketType.SUB, options);
    }

    /** {@return a new XPUB socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public XPubSocket xpub() {
        return xpub(SocketOptions.defaults());
    }

    /**
     * Creates an XPUB socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public XPubSocket xpub(SocketOptions options) {
        return (XPubSocket) socket(SocketType.XPUB, options);
    }

    /** {@return a new XSUB socket with the settings of {@link ContextOptions#defaultSocketOptions()}} */
    public XSubSocket xsub() {
        return xsub(SocketOptions.defaults());
    }

    /**
     * Creates an XSUB socket.
     *
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public XSubSocket xsub(SocketOptions options) {
        return (XSubSocket) socket(SocketType.XSUB, options);
    }

    /**
     * Creates a socket of a type known only at run time.
     *
     * @param type its type
     * @param options its settings; what is not set there is as in {@link ContextOptions#defaultSocketOptions()}
     * @return a new socket, which implements the interface of its type, such as {@link PushSocket}
     * @throws IllegalArgumentException when an option is not for this type of socket
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ZmqSocket socket(SocketType type, SocketOptions options) {
        return DefaultSockets.of(this, core.socket(Objects.requireNonNull(type, "type"), options));
    }

    /** {@return a new requester with default settings} */
    public ZmqRequester requester() {
        return requester(RequesterOptions.defaults());
    }

    /**
     * Creates a requester.
     *
     * @param options its settings
     * @return a new requester
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ZmqRequester requester(RequesterOptions options) {
        return new DefaultRequester(this, new RequesterCore(core, options));
    }

    /**
     * Creates a responder with default settings.
     *
     * @param handler called with each request
     * @return a new responder
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ZmqResponder responder(RequestHandler handler) {
        return responder(handler, ResponderOptions.defaults());
    }

    /**
     * Creates a responder.
     *
     * @param handler called with each request
     * @param options its settings
     * @return a new responder
     * @throws io.zmqspring.core.error.ZmqClosedException when the context is closed
     */
    public ZmqResponder responder(RequestHandler handler, ResponderOptions options) {
        return new DefaultResponder(this, core, handler, options);
    }

    /** {@return what it has counted so far; also after it is closed} */
    public ContextCounters counters() {
        return core.counters();
    }

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        return core.isClosed();
    }

    /**
     * Closes every socket at once, each with its own linger, then ends the threads. Bounded by the longest linger; an
     * interrupt drops what is still queued and ends the wait, with the flag set again. Calling it again does nothing.
     */
    @Override
    public void close() {
        core.close();
    }
}
