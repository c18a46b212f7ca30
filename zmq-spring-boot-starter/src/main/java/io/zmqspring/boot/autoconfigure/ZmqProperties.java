package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.SocketType;
import io.zmqspring.core.option.WaitStrategy;
import io.zmqspring.listener.ErrorReplyPolicy;
import io.zmqspring.listener.MessageOrdering;
import io.zmqspring.listener.StartupFailurePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** Configuration of ZeroMQ. */
@ConfigurationProperties(prefix = "zmq", ignoreUnknownFields = false)
public final class ZmqProperties {

    /** Whether ZeroMQ is auto-configured. */
    private boolean enabled = true;

    private final Context context = new Context();

    private final Defaults defaults = new Defaults();

    /** Sockets by name, by default none. Each becomes a bean of that name. */
    private final Map<String, Socket> sockets = new LinkedHashMap<>();

    /** Requesters by name, by default none. Each becomes a bean of that name. */
    private final Map<String, ZmqRequesterProperties> requesters = new LinkedHashMap<>();

    /** Proxies between sockets by name, by default none. Each becomes a bean of that name. */
    private final Map<String, ZmqProxyProperties> proxies = new LinkedHashMap<>();

    @NestedConfigurationProperty
    private final ZmqTemplateProperties template = new ZmqTemplateProperties();

    private final Listener listener = new Listener();

    private final Headers headers = new Headers();

    private final Monitor monitor = new Monitor();

    private final Health health = new Health();

    @NestedConfigurationProperty
    private final ZmqMetricsProperties metrics = new ZmqMetricsProperties();

    private final Test test = new Test();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Context getContext() {
        return context;
    }

    public Defaults getDefaults() {
        return defaults;
    }

    public Map<String, Socket> getSockets() {
        return sockets;
    }

    public Map<String, ZmqRequesterProperties> getRequesters() {
        return requesters;
    }

    public Map<String, ZmqProxyProperties> getProxies() {
        return proxies;
    }

    public ZmqTemplateProperties getTemplate() {
        return template;
    }

    public Listener getListener() {
        return listener;
    }

    public Headers getHeaders() {
        return headers;
    }

    public Monitor getMonitor() {
        return monitor;
    }

    public Health getHealth() {
        return health;
    }

    public ZmqMetricsProperties getMetrics() {
        return metrics;
    }

    public Test getTest() {
        return test;
    }

    /** The context all sockets belong to. */
    public static final class Context {

        /** Number of threads that carry the connections. */
        private int ioThreads = 1;

        /** How threads wait when there is nothing to do. */
        private WaitStrategy waitStrategy = WaitStrategy.SPIN_THEN_PARK;

        /** Beginning of the names of the context's threads. */
        private String threadNamePrefix = "zmq";

        /** Most direct memory for the queues of all sockets; -1B is half of what the JVM may have. */
        private DataSize maxDirectMemory = DataSize.ofBytes(-1);

        /** Most heap memory for frames above 64 KiB in each direction; -1B is a quarter of the heap. */
        private DataSize maxBodyMemory = DataSize.ofBytes(-1);

        public int getIoThreads() {
            return ioThreads;
        }

        public void setIoThreads(int ioThreads) {
            this.ioThreads = ioThreads;
        }

        public WaitStrategy getWaitStrategy() {
            return waitStrategy;
        }

        public void setWaitStrategy(WaitStrategy waitStrategy) {
            this.waitStrategy = waitStrategy;
        }

        public String getThreadNamePrefix() {
            return threadNamePrefix;
        }

        public void setThreadNamePrefix(String threadNamePrefix) {
            this.threadNamePrefix = threadNamePrefix;
        }

        public DataSize getMaxDirectMemory() {
            return maxDirectMemory;
        }

        public void setMaxDirectMemory(DataSize maxDirectMemory) {
            this.maxDirectMemory = maxDirectMemory;
        }

        public DataSize getMaxBodyMemory() {
            return maxBodyMemory;
        }

        public void setMaxBodyMemory(DataSize maxBodyMemory) {
            this.maxBodyMemory = maxBodyMemory;
        }
    }

    /** What holds for every socket unless the socket says otherwise. */
    public static final class Defaults {

        @NestedConfigurationProperty
        private final ZmqSocketProperties options = new ZmqSocketProperties();

        /** Sets what differs from the engine: frames are bounded, dead peers are noticed. */
        public Defaults() {
            options.setMaxMessageSize(DataSize.ofMegabytes(64));
            options.getHeartbeat().setInterval(Duration.ofSeconds(15));
        }

        public ZmqSocketProperties getOptions() {
            return options;
        }
    }

    /** One named socket. */
    public static final class Socket extends ZmqEndpointProperties {

        /** Type of the socket. */
        private @Nullable SocketType type;

        /** What a SUB or XSUB subscribes to, prefixes of messages, by default nothing; an empty value is everything. */
        private @Nullable List<String> topics;

        public @Nullable SocketType getType() {
            return type;
        }

        public void setType(@Nullable SocketType type) {
            this.type = type;
        }

        public @Nullable List<String> getTopics() {
            return topics;
        }

        public void setTopics(@Nullable List<String> topics) {
            this.topics = topics;
        }
    }

    /** Listeners. */
    public static final class Listener {

        /** Whether listeners start with the application. */
        private boolean autoStartup = true;

        /** Number of messages a listener may handle at the same time; more than 1 gives up their order. */
        private int concurrency = 1;

        /** Which messages a listener with a concurrency of more than 1 handles in order; by default none. */
        private @Nullable MessageOrdering ordering;

        /** Number of messages whose handling may go on after the listener has returned a future. */
        private int maxPending = 1000;

        /** Time after which a message whose future is not complete has failed; by default none. */
        private @Nullable Duration pendingTimeout;

        /** Longest time a stop waits for messages that had arrived and for running listeners. */
        private Duration shutdownTimeout = Duration.ofSeconds(10);

        /** Whether a stop leaves messages that had arrived in the socket. */
        private boolean immediateStop;

        /** Time without a message after which an idle event is published; by default none is. */
        private @Nullable Duration idleEventInterval;

        /** Settings of single listeners, by their id, by default none. */
        private final Map<String, ZmqContainerProperties> containers = new LinkedHashMap<>();

        /** What a listener does when its socket cannot be opened. */
        private StartupFailurePolicy startupFailurePolicy = StartupFailurePolicy.FAIL;

        /** How a listener tries again to open its socket, with startup failure policy "retry". */
        @NestedConfigurationProperty
        private final ZmqStartupRetryProperties startupRetry = new ZmqStartupRetryProperties();

        /** Whether the messages that listeners handle are observed. */
        private boolean observationEnabled;

        /** Batches of listeners that take several messages at a time. */
        @NestedConfigurationProperty
        private final ZmqBatchProperties batch = new ZmqBatchProperties();

        /** Whether and how often a message is handed to its listener again when that has failed. */
        @NestedConfigurationProperty
        private final ZmqRetryProperties retry = new ZmqRetryProperties();

        /** Name of the socket that gets messages no further attempt will handle; by default they are logged. */
        private @Nullable String deadLetterSocket;

        /** What listeners take behind the envelope of a message, and reply with. */
        private WireFormat wireFormat = WireFormat.PAYLOAD;

        /** What a REP or ROUTER answers to a request that its listener could not handle. */
        private ErrorReplyPolicy errorReply = ErrorReplyPolicy.NOTICE;

        public boolean isAutoStartup() {
            return autoStartup;
        }

        public void setAutoStartup(boolean autoStartup) {
            this.autoStartup = autoStartup;
        }

        public int getConcurrency() {
            return concurrency;
        }

        public void setConcurrency(int concurrency) {
            this.concurrency = concurrency;
        }

        public @Nullable MessageOrdering getOrdering() {
            return ordering;
        }

        public void setOrdering(@Nullable MessageOrdering ordering) {
            this.ordering = ordering;
        }

        public int getMaxPending() {
            return maxPending;
        }

        public void setMaxPending(int maxPending) {
            this.maxPending = maxPending;
        }

        public @Nullable Duration getPendingTimeout() {
            return pendingTimeout;
        }

        public void setPendingTimeout(@Nullable Duration pendingTimeout) {
            this.pendingTimeout = pendingTimeout;
        }

        public Duration getShutdownTimeout() {
            return shutdownTimeout;
        }

        public void setShutdownTimeout(Duration shutdownTimeout) {
            this.shutdownTimeout = shutdownTimeout;
        }

        public boolean isImmediateStop() {
            return immediateStop;
        }

        public void setImmediateStop(boolean immediateStop) {
            this.immediateStop = immediateStop;
        }

        public @Nullable Duration getIdleEventInterval() {
            return idleEventInterval;
        }

        public void setIdleEventInterval(@Nullable Duration idleEventInterval) {
            this.idleEventInterval = idleEventInterval;
        }

        public Map<String, ZmqContainerProperties> getContainers() {
            return containers;
        }

        public StartupFailurePolicy getStartupFailurePolicy() {
            return startupFailurePolicy;
        }

        public void setStartupFailurePolicy(StartupFailurePolicy startupFailurePolicy) {
            this.startupFailurePolicy = startupFailurePolicy;
        }

        public ZmqStartupRetryProperties getStartupRetry() {
            return startupRetry;
        }

        public boolean isObservationEnabled() {
            return observationEnabled;
        }

        public void setObservationEnabled(boolean observationEnabled) {
            this.observationEnabled = observationEnabled;
        }

        public ZmqBatchProperties getBatch() {
            return batch;
        }

        public ZmqRetryProperties getRetry() {
            return retry;
        }

        public @Nullable String getDeadLetterSocket() {
            return deadLetterSocket;
        }

        public void setDeadLetterSocket(@Nullable String deadLetterSocket) {
            this.deadLetterSocket = deadLetterSocket;
        }

        public ErrorReplyPolicy getErrorReply() {
            return errorReply;
        }

        public void setErrorReply(ErrorReplyPolicy errorReply) {
            this.errorReply = errorReply;
        }

        public WireFormat getWireFormat() {
            return wireFormat;
        }

        public void setWireFormat(WireFormat wireFormat) {
            this.wireFormat = wireFormat;
        }
    }

    /** Headers that travel, where the wire format has any. */
    public static final class Headers {

        /**
         * Names, or patterns such as "x-*", of headers that travel beside content type, correlation id and traces, by
         * default none.
         */
        private List<String> allowed = new ArrayList<>();

        public List<String> getAllowed() {
            return allowed;
        }

        public void setAllowed(List<String> allowed) {
            this.allowed = allowed;
        }
    }

    /** Reports of connections. */
    public static final class Monitor {

        /** Whether bound addresses, first peers, failures and recoveries of connections are logged. */
        private boolean log = true;

        /** Kinds of connection events that are published as application events (ZmqSocketEvent), by default none. */
        private Set<SocketEventKind> events = EnumSet.noneOf(SocketEventKind.class);

        public boolean isLog() {
            return log;
        }

        public void setLog(boolean log) {
            this.log = log;
        }

        public Set<SocketEventKind> getEvents() {
            return events;
        }

        public void setEvents(Set<SocketEventKind> events) {
            this.events = events;
        }
    }

    /** The health indicator. */
    public static final class Health {

        /** Names of sockets that are down while they have no peer; by default a missing peer is only a detail. */
        private List<String> requirePeers = new ArrayList<>();

        public List<String> getRequirePeers() {
            return requirePeers;
        }

        public void setRequirePeers(List<String> requirePeers) {
            this.requirePeers = requirePeers;
        }
    }

    /** Settings of tests. */
    public static final class Test {

        /** Whether sockets and requesters meet within the process, by port or path, in place of tcp and ipc. */
        private boolean inproc;

        public boolean isInproc() {
            return inproc;
        }

        public void setInproc(boolean inproc) {
            this.inproc = inproc;
        }
    }
}
