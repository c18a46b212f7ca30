package io.zmqspring.core.benchmark.role;

import io.zmqspring.core.benchmark.workload.Arguments;

/** Starts the role a child process was made for. The C programs know the same names. */
public final class Roles {

    /** Binds, checks what comes and measures its rate. */
    public static final String THROUGHPUT_RECEIVER = "throughput-receiver";

    /** Connects and sends without a pause. */
    public static final String THROUGHPUT_SENDER = "throughput-sender";

    /** Both ends of a pipeline in one process. */
    public static final String THROUGHPUT_INPROC = "throughput-inproc";

    /** Accepts a bare stream and measures its rate. */
    public static final String STREAM_RECEIVER = "stream-receiver";

    /** Connects and writes a bare stream. */
    public static final String STREAM_SENDER = "stream-sender";

    /** Binds and sends back what comes. */
    public static final String LATENCY_ECHO = "latency-echo";

    /** Connects and measures round trips. */
    public static final String LATENCY_PING = "latency-ping";

    /** Both ends of a round trip in one process. */
    public static final String LATENCY_INPROC = "latency-inproc";

    /** Binds and answers each message where it came from. */
    public static final String IN_FLIGHT_ECHO = "in-flight-echo";

    /** Connects and keeps many round trips under way. */
    public static final String IN_FLIGHT_CLIENT = "in-flight-client";

    /** Connects again and again, and measures until the first answer. */
    public static final String FIRST_ANSWER = "first-answer";

    /** Publishes to as many topics as there are subscribers, and measures. */
    public static final String TOPIC_PUBLISHER = "topic-publisher";

    /** Connects many times, subscribes to a topic each and throws away what comes. */
    public static final String RAW_SUBSCRIBERS = "raw-subscribers";

    /** Waits for many subscriptions of one peer, and publishes when it has them. */
    public static final String SUBSCRIPTIONS_PUBLISHER = "subscriptions-publisher";

    /** Subscribes to many topics and measures until the publisher knows them. */
    public static final String SUBSCRIPTIONS_SUBSCRIBER = "subscriptions-subscriber";

    /** Publishes to topics of one subscriber that reads nothing, and measures. */
    public static final String MATCHING_PUBLISHER = "matching-publisher";

    /** Connects, subscribes to many topics and reads nothing. */
    public static final String RAW_SUBSCRIPTIONS = "raw-subscriptions";

    /** Offers messages to peers by their ids, and measures. */
    public static final String PEER_CHOOSER = "peer-chooser";

    /** Connects many times with an id each, and reads nothing. */
    public static final String RAW_PEERS = "raw-peers";

    /** Binds twice and moves messages between the two. */
    public static final String PROXY = "proxy";

    /** Connects many times and stays silent. */
    public static final String IDLE_PEERS = "idle-peers";

    /** Takes a part of a core. */
    public static final String PARTIAL_LOAD = "partial-load";

    private Roles() {}

    /**
     * Does what the role says, and returns when it is done.
     *
     * @param role one of the constants of this class
     * @param arguments of the run
     * @throws Exception if the role cannot be done
     */
    public static void run(String role, Arguments arguments) throws Exception {
        Parent parent = new Parent();
        parent.watch();
        switch (role) {
            case THROUGHPUT_RECEIVER -> ThroughputReceiver.run(arguments, parent);
            case THROUGHPUT_SENDER -> ThroughputSender.run(arguments, parent);
            case THROUGHPUT_INPROC -> ThroughputInproc.run(arguments, parent);
            case STREAM_RECEIVER -> StreamReceiver.run(arguments, parent);
            case STREAM_SENDER -> StreamSender.run(arguments, parent);
            case LATENCY_ECHO -> LatencyEcho.run(arguments, parent);
            case LATENCY_PING -> LatencyPing.run(arguments, parent);
            case LATENCY_INPROC -> LatencyInproc.run(arguments, parent);
            case IN_FLIGHT_ECHO -> {
                if (arguments.has(Requests.ARGUMENT)) {
                    Requests.answer(arguments, parent);
                } else {
                    InFlight.answer(arguments, parent);
                }
            }
            case IN_FLIGHT_CLIENT -> {
                if (arguments.has(Requests.ARGUMENT)) {
                    Requests.ask(arguments, parent);
                } else {
                    InFlight.ask(arguments, parent);
                }
            }
            case FIRST_ANSWER -> FirstAnswer.run(arguments, parent);
            case TOPIC_PUBLISHER -> TopicPublisher.run(arguments, parent);
            case RAW_SUBSCRIBERS -> RawSubscribers.run(arguments, parent);
            case SUBSCRIPTIONS_PUBLISHER -> Subscriptions.publish(arguments, parent);
            case SUBSCRIPTIONS_SUBSCRIBER -> Subscriptions.subscribe(arguments, parent);
            case MATCHING_PUBLISHER -> MatchingPublisher.run(arguments, parent);
            case RAW_SUBSCRIPTIONS -> RawIdlers.subscribe(arguments, parent);
            case PEER_CHOOSER -> PeerChooser.run(arguments, parent);
            case RAW_PEERS -> RawIdlers.beAddressed(arguments, parent);
            case PROXY -> ProxyRole.run(arguments, parent);
            case IDLE_PEERS -> IdlePeers.run(arguments, parent);
            case PARTIAL_LOAD -> PartialLoad.run(arguments, parent);
            default -> throw new IllegalArgumentException("unknown role: " + role);
        }
    }
}
