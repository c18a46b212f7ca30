package io.zmqspring.core.option;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The table of the options of a context, a row each; {@link ContextOptions} says what they mean.
 *
 * @param <T> type of its values
 */
public final class ContextOption<T extends @Nullable Object> extends ZmqOption<T> {

    private static final int MAX_IO_THREADS = 1024;
    private static final long MIN_MEMORY = 1 << 20;
    private static final List<ContextOption<?>> ROWS = new ArrayList<>();

    /** {@link ContextOptions#ioThreads()}. */
    public static final ContextOption<Integer> IO_THREADS = row(
            "ioThreads",
            "io-threads",
            OptionRange.count(OptionUnit.COUNT, 1, MAX_IO_THREADS),
            1,
            libzmq("ZMQ_IO_THREADS", 1, 1));

    /** {@link ContextOptions#waitStrategy()}. */
    public static final ContextOption<WaitStrategy> WAIT_STRATEGY = row(
            "waitStrategy", "wait-strategy", OptionRange.oneOf(WaitStrategy.class), WaitStrategy.SPIN_THEN_PARK, null);

    /** {@link ContextOptions#threadNamePrefix()}. */
    public static final ContextOption<String> THREAD_NAME_PREFIX = row(
            "threadNamePrefix",
            "thread-name-prefix",
            OptionRange.of(String.class, "a text that is not blank", text -> !text.isBlank()),
            "zmq",
            libzmq("ZMQ_THREAD_NAME_PREFIX", 9, ""));

    /** {@link ContextOptions#threadFactory()}. */
    public static final ContextOption<@Nullable ThreadFactory> THREAD_FACTORY = row(
            "threadFactory",
            null,
            OptionRange.of(ThreadFactory.class, "a factory of platform threads", factory -> true)
                    .named(null, "daemon threads of our own"),
            null,
            null);

    /** {@link ContextOptions#hostResolver()}. */
    public static final ContextOption<HostResolver> HOST_RESOLVER = row(
            "hostResolver",
            null,
            OptionRange.of(HostResolver.class, "a resolver, such as HostResolver.SYSTEM", resolver -> true)
                    .named(HostResolver.SYSTEM, "as the JDK resolves"),
            HostResolver.SYSTEM,
            null);

    /** {@link ContextOptions#closeOnShutdown()}. */
    public static final ContextOption<Boolean> CLOSE_ON_SHUTDOWN =
            row("closeOnShutdown", null, OptionRange.flag(), false, null);

    /** {@link ContextOptions#warnWhenUnclosed()}. */
    public static final ContextOption<Boolean> WARN_WHEN_UNCLOSED =
            row("warnWhenUnclosed", null, OptionRange.flag(), true, null);

    /** {@link ContextOptions#maxDirectMemory()}. */
    public static final ContextOption<Long> MAX_DIRECT_MEMORY = row(
            "maxDirectMemory",
            "max-direct-memory",
            OptionRange.bytes(MIN_MEMORY).named(-1L, "half of the JVM's"),
            -1L,
            null);

    /** {@link ContextOptions#maxBodyMemory()}. */
    public static final ContextOption<Long> MAX_BODY_MEMORY = row(
            "maxBodyMemory",
            "max-body-memory",
            OptionRange.bytes(MIN_MEMORY).named(-1L, "a quarter of the heap"),
            -1L,
            null);

    /** {@link ContextOptions#defaultSocketOptions()}. */
    public static final ContextOption<SocketOptions> DEFAULT_SOCKET_OPTIONS = row(
            "defaultSocketOptions",
            null,
            OptionRange.of(SocketOptions.class, "options of sockets, such as SocketOptions.defaults()", options -> true)
                    .named(SocketOptions.defaults(), "the defaults of each option"),
            SocketOptions.defaults(),
            null);

    private static final List<ContextOption<?>> TABLE = List.copyOf(ROWS);

    private final @Nullable String property;

    private ContextOption(
            String name,
            @Nullable String property,
            OptionRange<T> range,
            @Nullable T defaultValue,
            @Nullable LibzmqOption<T> libzmq) {
        super(name, range, defaultValue, libzmq);
        this.property = property;
    }

    /** {@return all rows, in the order of the documentation} */
    public static List<ContextOption<?>> all() {
        return TABLE;
    }

    /** {@return its name in a configuration, in lower case with dashes, or {@code null} when it is set in Java only} */
    public @Nullable String property() {
        return property;
    }

    private static <T extends @Nullable Object> ContextOption<T> row(
            String name,
            @Nullable String property,
            OptionRange<T> range,
            @Nullable T defaultValue,
            @Nullable LibzmqOption<T> libzmq) {
        ContextOption<T> option = new ContextOption<>(name, property, range, defaultValue, libzmq);
        ROWS.add(option);
        return option;
    }
}
