package io.zmqspring.core.option;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Settings of a context, immutable. Made with a {@link Builder} that checks every value. */
public final class ContextOptions {

    private static final ContextOptions DEFAULTS = new Builder().build();
    private static final int MOST_IO_THREADS = 1024;

    private final int ioThreads;
    private final WaitStrategy waitStrategy;
    private final String threadNamePrefix;
    private final @Nullable ThreadFactory threadFactory;
    private final HostResolver hostResolver;
    private final boolean closeOnShutdown;
    private final boolean warnWhenUnclosed;
    private final long maxDirectMemory;
    private final long maxBodyMemory;

    private ContextOptions(Builder builder) {
        this.ioThreads = builder.ioThreads;
        this.waitStrategy = builder.waitStrategy;
        this.threadNamePrefix = builder.threadNamePrefix;
        this.threadFactory = builder.threadFactory;
        this.hostResolver = builder.hostResolver;
        this.closeOnShutdown = builder.closeOnShutdown;
        this.warnWhenUnclosed = builder.warnWhenUnclosed;
        this.maxDirectMemory = builder.maxDirectMemory;
        this.maxBodyMemory = builder.maxBodyMemory;
    }

    /** {@return the settings of a context that was given none} */
    public static ContextOptions defaults() {
        return DEFAULTS;
    }

    /** {@return a builder that starts at the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how many I/O threads carry the connections, by default 1 (libzmq ZMQ_IO_THREADS)} */
    public int ioThreads() {
        return ioThreads;
    }

    /** {@return how threads wait, by default {@link WaitStrategy#SPIN_THEN_PARK}} */
    public WaitStrategy waitStrategy() {
        return waitStrategy;
    }

    /** {@return what the names of the context's threads begin with, by default {@code zmq}} */
    public String threadNamePrefix() {
        return threadNamePrefix;
    }

    /**
     * {@return what makes the context's threads, or {@code null} for daemon threads of our own}
     *
     * <p>It is never called on an I/O thread, so it may take its time. When it fails to make an I/O thread, the bind or
     * connect that needs it throws; in place of any other thread one of our own does the work, and a warning is logged.
     */
    public @Nullable ThreadFactory threadFactory() {
        return threadFactory;
    }

    /** {@return what finds the addresses of a host name, by default {@link HostResolver#SYSTEM}} */
    public HostResolver hostResolver() {
        return hostResolver;
    }

    /**
     * {@return whether the context is closed when the JVM ends, so that each socket sends what is queued within its
     * linger; {@code false} by default}
     *
     * <p>With an unlimited linger and a peer that does not come the JVM does not end by itself. A frame handler, a
     * monitor listener or any other thread may call {@link System#exit}. Other shutdown hooks run at the same time and
     * find the sockets closed.
     */
    public boolean closeOnShutdown() {
        return closeOnShutdown;
    }

    /**
     * {@return whether a warning is logged when the context becomes garbage unclosed, or printed when the JVM ends and
     * messages queued in it are lost; {@code true} by default; to be off where something else closes the context while
     * the JVM ends, as Spring Boot does}
     */
    public boolean warnWhenUnclosed() {
        return warnWhenUnclosed;
    }

    /**
     * {@return most bytes of direct memory for the queues of all sockets, at least 1 MiB; by default -1, half of what
     * the JVM may have (-XX:MaxDirectMemorySize)}
     *
     * <p>A peer that would need more is not read until there is memory again, and a sender waits as at a high-water
     * mark. Where unfinished messages have a quarter of the limit or more, the connection with the largest of them is
     * closed.
     */
    public long maxDirectMemory() {
        return maxDirectMemory;
    }

    /**
     * {@return most bytes of heap memory for frame bodies above 64 KiB that all sockets have received, also in part,
     * and as much again for those they are to send, at least 1 MiB; by default -1, a quarter of the largest heap for
     * each}
     *
     * <p>What happens at the limit is said at {@link #maxDirectMemory()}. While a body grows as it arrives it counts
     * up to three times, if the limit allows. No body above 7/8 of the limit is received: its connection is closed. A
     * send throws {@link IllegalArgumentException} at once when the frames above 64 KiB of its
     * message have more than 7/8 of the limit. The first message of an empty queue is taken also when other queues
     * have used up what there is for sending.
     */
    public long maxBodyMemory() {
        return maxBodyMemory;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private int ioThreads = 1;
        private WaitStrategy waitStrategy = WaitStrategy.SPIN_THEN_PARK;
        private String threadNamePrefix = "zmq";
        private @Nullable ThreadFactory threadFactory;
        private HostResolver hostResolver = HostResolver.SYSTEM;
        private boolean closeOnShutdown;
        private boolean warnWhenUnclosed = true;
        private long maxDirectMemory = -1;
        private long maxBodyMemory = -1;

        private Builder() {}

        /**
         * Sets {@link ContextOptions#ioThreads()}.
         *
         * @param value 1 to 1024
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder ioThreads(int value) {
            OptionCheck.require(value >= 1 && value <= MOST_IO_THREADS, "ioThreads", value, "1 to " + MOST_IO_THREADS);
            this.ioThreads = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#waitStrategy()}.
         *
         * @param value the strategy
         * @return this builder
         * @throws IllegalArgumentException when there is none
         */
        public Builder waitStrategy(WaitStrategy value) {
            OptionCheck.require(value != null, "waitStrategy", value, "one of " + List.of(WaitStrategy.values()));
            this.waitStrategy = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#threadNamePrefix()}.
         *
         * @param value not blank
         * @return this builder
         * @throws IllegalArgumentException when the value is blank
         */
        public Builder threadNamePrefix(String value) {
            OptionCheck.require(value != null, "threadNamePrefix", value, "a text that is not blank");
            OptionCheck.require(!value.isBlank(), "threadNamePrefix", '"' + value + '"', "a text that is not blank");
            this.threadNamePrefix = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#threadFactory()}. The context names the threads it gets.
         *
         * @param value makes platform threads, or {@code null} for our own
         * @return this builder
         */
        public Builder threadFactory(@Nullable ThreadFactory value) {
            this.threadFactory = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#hostResolver()}.
         *
         * @param value finds addresses
         * @return this builder
         * @throws IllegalArgumentException when there is none
         */
        public Builder hostResolver(HostResolver value) {
            OptionCheck.require(value != null, "hostResolver", value, "a resolver, such as HostResolver.SYSTEM");
            this.hostResolver = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#maxDirectMemory()}.
         *
         * @param value bytes, at least 1 MiB, or -1 for half of what the JVM may have
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxDirectMemory(long value) {
            OptionCheck.memory("maxDirectMemory", value);
            this.maxDirectMemory = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#closeOnShutdown()}.
         *
         * @param value whether to close it
         * @return this builder
         */
        public Builder closeOnShutdown(boolean value) {
            this.closeOnShutdown = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#warnWhenUnclosed()}.
         *
         * @param value whether to warn
         * @return this builder
         */
        public Builder warnWhenUnclosed(boolean value) {
            this.warnWhenUnclosed = value;
            return this;
        }

        /**
         * Sets {@link ContextOptions#maxBodyMemory()}.
         *
         * @param value bytes for each direction, at least 1 MiB, or -1 for a quarter of the largest size of the heap
         * @return this builder
         * @throws IllegalArgumentException when the value is out of range
         */
        public Builder maxBodyMemory(long value) {
            OptionCheck.memory("maxBodyMemory", value);
            this.maxBodyMemory = value;
            return this;
        }

        /** {@return the settings collected so far} */
        public ContextOptions build() {
            return new ContextOptions(this);
        }
    }
}
