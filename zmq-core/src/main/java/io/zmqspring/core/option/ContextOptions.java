package io.zmqspring.core.option;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a context, immutable. Made with a {@link Builder} that checks every value. {@link ContextOption} is the
 * table of all options.
 */
public final class ContextOptions {

    private static final ContextOptions DEFAULTS = new Builder(new OptionValues<>()).build();

    private final OptionValues<ContextOption<?>> values;

    private ContextOptions(OptionValues<ContextOption<?>> values) {
        this.values = values;
    }

    /** {@return the default settings} */
    public static ContextOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a builder that starts at the defaults} */
    public static Builder builder() {
        return new Builder(new OptionValues<>());
    }

    /** {@return a builder that starts at these settings} */
    public Builder toBuilder() {
        return new Builder(new OptionValues<>(values));
    }

    /**
     * Reads an option.
     *
     * @param option the option
     * @param <T> type of its values
     * @return its value, {@code null} when that is a value of the option
     */
    public <T extends @Nullable Object> T get(ContextOption<T> option) {
        return values.get(option);
    }

    /** {@return how many I/O threads carry the connections, by default 1 (libzmq ZMQ_IO_THREADS)} */
    public int ioThreads() {
        return get(ContextOption.IO_THREADS);
    }

    /** {@return how threads wait, by default {@link WaitStrategy#SPIN_THEN_PARK}} */
    public WaitStrategy waitStrategy() {
        return get(ContextOption.WAIT_STRATEGY);
    }

    /** {@return prefix of the names of the context's threads, by default {@code zmq}} */
    public String threadNamePrefix() {
        return get(ContextOption.THREAD_NAME_PREFIX);
    }

    /**
     * {@return factory of the context's threads, or {@code null} for daemon threads of our own}
     *
     * <p>It is never called on an I/O thread, so it may take its time. When it fails to make an I/O thread, the bind or
     * connect that needs it throws; in place of any other thread one of our own does the work, and a warning is logged.
     */
    public @Nullable ThreadFactory threadFactory() {
        return get(ContextOption.THREAD_FACTORY);
    }

    /** {@return resolver of host names, by default {@link HostResolver#SYSTEM}} */
    public HostResolver hostResolver() {
        return get(ContextOption.HOST_RESOLVER);
    }

    /**
     * {@return whether the context is closed when the JVM ends, so that each socket sends what is queued within its
     * linger; {@code false} by default}
     *
     * <p>With an unlimited linger and a peer that does not come the JVM does not end by itself. A frame handler, a
     * monitor listener or any other thread may call {@link System#exit}. Other shutdown hooks run at the same time and
     * find the sockets closed. When an I/O thread does not answer for 5 s, what is queued then is given up.
     */
    public boolean closeOnShutdown() {
        return get(ContextOption.CLOSE_ON_SHUTDOWN);
    }

    /**
     * {@return whether a warning is logged when the context becomes garbage unclosed, or printed when the JVM ends and
     * messages queued in it are lost; {@code true} by default; turn it off where something else closes the context
     * while the JVM ends, as Spring Boot does}
     */
    public boolean warnWhenUnclosed() {
        return get(ContextOption.WARN_WHEN_UNCLOSED);
    }

    /**
     * {@return most bytes of direct memory for the queues of all sockets, at least 1 MiB; by default -1, half of what
     * the JVM may have (-XX:MaxDirectMemorySize)}
     *
     * <p>A peer that would need more is not read until there is memory again, and a sender waits as at a high-water
     * mark. Where unfinished messages have an eighth of the limit or more, the connection with the largest of them is
     * closed when something waits for memory and none comes back for a second, or that message stays the largest for
     * ten seconds.
     */
    public long maxDirectMemory() {
        return get(ContextOption.MAX_DIRECT_MEMORY);
    }

    /**
     * {@return most bytes of heap memory for frame bodies above 64 KiB that all sockets have received, also in part,
     * and as much again for those they are to send, at least 1 MiB; by default -1, a quarter of the largest heap for
     * each}
     *
     * <p>At the limit the same happens as at {@link #maxDirectMemory()}. While a body grows as it arrives it counts
     * up to three times, if the limit allows. No body above 7/8 of the limit is received: its connection is closed. A
     * send throws {@link IllegalArgumentException} at once when the frames above 64 KiB of its
     * message have more than 7/8 of the limit. The first message of an empty queue is taken also when other queues
     * have used up what there is for sending.
     */
    public long maxBodyMemory() {
        return get(ContextOption.MAX_BODY_MEMORY);
    }

    /**
     * {@return the settings of every socket of this context, as far as the socket was given none of its own; by default
     * {@link SocketOptions#defaults()}}
     *
     * <p>An option that only some types of socket have holds for those.
     */
    public SocketOptions defaultSocketOptions() {
        return get(ContextOption.DEFAULT_SOCKET_OPTIONS);
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private final OptionValues<ContextOption<?>> values;

        private Builder(OptionValues<ContextOption<?>> values) {
            this.values = values;
        }

        /**
         * Sets an option.
         *
         * @param option the option
         * @param value the new value
         * @param <T> type of its values
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public <T extends @Nullable Object> Builder set(ContextOption<T> option, @Nullable T value) {
            values.set(option, value);
            return this;
        }

        /**
         * Sets {@link ContextOptions#ioThreads()}.
         *
         * @param value 1 to 1024
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder ioThreads(int value) {
            return set(ContextOption.IO_THREADS, value);
        }

        /**
         * Sets {@link ContextOptions#waitStrategy()}.
         *
         * @param value the strategy
         * @return this builder
         * @throws IllegalArgumentException when there is none
         */
        public Builder waitStrategy(WaitStrategy value) {
            return set(ContextOption.WAIT_STRATEGY, value);
        }

        /**
         * Sets {@link ContextOptions#threadNamePrefix()}.
         *
         * @param value not blank
         * @return this builder
         * @throws IllegalArgumentException when the value is blank
         */
        public Builder threadNamePrefix(String value) {
            return set(ContextOption.THREAD_NAME_PREFIX, value);
        }

        /**
         * Sets {@link ContextOptions#threadFactory()}. The context names the threads it gets.
         *
         * @param value creates platform threads, or {@code null} for our own
         * @return this builder
         */
        public Builder threadFactory(@Nullable ThreadFactory value) {
            return set(ContextOption.THREAD_FACTORY, value);
        }

        /**
         * Sets {@link ContextOptions#hostResolver()}.
         *
         * @param value finds addresses
         * @return this builder
         * @throws IllegalArgumentException when there is none
         */
        public Builder hostResolver(HostResolver value) {
            return set(ContextOption.HOST_RESOLVER, value);
        }

        /**
         * Sets {@link ContextOptions#maxDirectMemory()}.
         *
         * @param value bytes, at least 1 MiB, or -1 for half of what the JVM may have
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxDirectMemory(long value) {
            return set(ContextOption.MAX_DIRECT_MEMORY, value);
        }

        /**
         * Sets {@link ContextOptions#closeOnShutdown()}.
         *
         * @param value whether to close it
         * @return this builder
         */
        public Builder closeOnShutdown(boolean value) {
            return set(ContextOption.CLOSE_ON_SHUTDOWN, value);
        }

        /**
         * Sets {@link ContextOptions#warnWhenUnclosed()}.
         *
         * @param value whether to warn
         * @return this builder
         */
        public Builder warnWhenUnclosed(boolean value) {
            return set(ContextOption.WARN_WHEN_UNCLOSED, value);
        }

        /**
         * Sets {@link ContextOptions#maxBodyMemory()}.
         *
         * @param value bytes for each direction, at least 1 MiB, or -1 for a quarter of the largest size of the heap
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxBodyMemory(long value) {
            return set(ContextOption.MAX_BODY_MEMORY, value);
        }

        /**
         * Sets {@link ContextOptions#defaultSocketOptions()}.
         *
         * @param value settings for sockets of any type
         * @return this builder
         * @throws IllegalArgumentException when there are none
         */
        public Builder defaultSocketOptions(SocketOptions value) {
            return set(ContextOption.DEFAULT_SOCKET_OPTIONS, value);
        }

        /** {@return the settings collected so far} */
        public ContextOptions build() {
            return new ContextOptions(new OptionValues<>(values));
        }
    }
}
