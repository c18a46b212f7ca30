package io.zmqspring.core.benchmark.runner;

import io.zmqspring.core.benchmark.role.Roles;
import io.zmqspring.core.benchmark.workload.Arguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The commands of the benchmark program: each makes works and contenders, lets them run and prints tables. */
public final class Measurements implements AutoCloseable {

    private static final Set<String> ARGUMENTS = Set.of(
            "contenders",
            "transports",
            "sizes",
            "patterns",
            "threads",
            "parts",
            "connections",
            "receivers",
            "window",
            "subscribers",
            "subscriptions",
            "peers",
            "topics",
            "load",
            "quick",
            "rounds",
            "warmup",
            "seconds",
            "count",
            "hwm",
            "io-threads",
            "chunk",
            "jvm-flags",
            "limit");
    private static final Arguments QUICK = Arguments.none()
            .with("rounds", 1)
            .with("warmup", 0.3)
            .with("seconds", 0.3)
            .with("connections", 200)
            .with("topics", 10_000)
            .with("subscriptions", "100,10000")
            .with("peers", "10,1000");
    private static final List<String> BASELINES = List.of(Contender.LIBZMQ, Contender.JEROMQ, Contender.BARE);
    private static final double MEGA = 1e6;

    private final Arguments arguments;
    private final Rounds rounds;
    private final Endpoints endpoints = new Endpoints();
    private boolean hasFailed;

    /**
     * Prepares measurements.
     *
     * @param given arguments of the command line
     * @throws IllegalArgumentException if one is unknown
     * @throws IOException if there is no place for ipc addresses
     */
    public Measurements(Arguments given) throws IOException {
        arguments = (given.has("quick") ? QUICK.with(given) : given).allowing(ARGUMENTS);
        rounds = new Rounds(arguments.integer("rounds", 5));
    }

    /**
     * Runs one command, and prints its tables on standard output.
     *
     * @param command name
     * @return whether every contender did every work as it should
     * @throws IllegalArgumentException if there is no such command
     */
    public boolean run(String command) throws IOException, InterruptedException {
        Machine.warnIfBusy();
        switch (command) {
            case "all" -> all();
            case "throughput" -> reported(this::throughput);
            case "latency" -> reported(this::latency);
            case "inproc" -> reported(this::inproc);
            case "threads" -> reported(this::threads);
            case "fan-out" -> reported(this::fanOut);
            case "topics" -> reported(this::topics);
            case "subscriptions" -> reported(this::subscriptions);
            case "in-flight" -> reported(this::inFlight);
            case "matching" -> reported(this::matching);
            case "peers" -> reported(this::peers);
            case "requests" -> reported(this::requests);
            case "proxy" -> reported(this::proxy);
            case "first-answer" -> reported(this::firstAnswer);
            case "idle" -> reported(this::idle);
            default -> throw new IllegalArgumentException("unknown command: " + command);
        }
        return !hasFailed;
    }

    private interface Command {

        void run() throws IOException, InterruptedException;
    }

    private static void reported(Command command) throws IOException, InterruptedException {
        System.out.println(Machine.describe() + "\n");
        command.run();
    }

    private void all() throws IOException, InterruptedException {
        reported(this::throughput);
        inproc();
        threads();
        latency();
        fanOut();
        topics();
        subscriptions();
        matching();
        peers();
        inFlight();
        requests();
        proxy();
        firstAnswer();
        idle();
        JmhCommand.run(arguments.has("quick") ? List.of("--quick") : List.of());
    }

    private void throughput() throws InterruptedException {
        List<Contender> contenders = contenders("ours,ours+handler,jeromq,libzmq,bare");
        for (String transport : arguments.list("transports", "tcp,ipc")) {
            for (String pattern : arguments.list("patterns", "push-pull")) {
                for (String size : arguments.list("sizes", "10,256,1024,16384")) {
                    Arguments given = arguments.with("pattern", pattern).with("size", size);
                    compareRates(new ThroughputWork(transport, given, endpoints), contenders, BASELINES);
                }
            }
        }
    }

    private void fanOut() throws InterruptedException {
        List<Contender> contenders = contenders("ours,ours+handler,jeromq,libzmq");
        for (String transport : arguments.list("transports", "tcp")) {
            for (String receivers : arguments.list("receivers", "1,8,32")) {
                for (String size : arguments.list("sizes", "100")) {
                    Arguments given = arguments.with("pattern", "pub-sub").with("size", size);
                    compareRates(
                            new ThroughputWork(transport, given.with("receivers", receivers), endpoints),
                            contenders,
                            BASELINES);
                }
            }
        }
    }

    private void topics() throws InterruptedException {
        Arguments given = arguments.with("size", arguments.text("sizes", "100"));
        for (String transport : arguments.list("transports", "tcp")) {
            String title = "Publishing " + transport + " " + given.text("size") + " B to each subscriber in turn";
            ScaledWork work = new ScaledWork(
                    title,
                    arguments.list("subscribers", "1,1000"),
                    count -> new RawPeersWork(
                            title,
                            Roles.TOPIC_PUBLISHER,
                            Roles.RAW_SUBSCRIBERS,
                            given.with("subscribers", count),
                            endpoints.fresh(transport)));
            print(work.table("subscribers", BASELINES), rounds.run(work, contenders("ours,jeromq,libzmq")));
        }
    }

    private void matching() throws InterruptedException {
        List<String> counts = arguments.list("subscriptions", "1000,1000000");
        String title = "Matching a topic of 16 B among the subscriptions of one peer";
        ScaledWork work = new ScaledWork(
                title,
                counts,
                count -> new RawPeersWork(
                        title,
                        Roles.MATCHING_PUBLISHER,
                        Roles.RAW_SUBSCRIPTIONS,
                        arguments.with("topics", count),
                        endpoints.fresh("tcp")));
        String few = counts.get(0);
        String many = counts.get(counts.size() - 1);
        Figure memory = result -> ScaledWork.number("memory", many).of(result)
                - ScaledWork.number("memory", few).of(result);
        ComparisonTable table = work.table("topics", BASELINES);
        if (counts.size() > 1) {
            table.column("B each", memory, Double.parseDouble(many) - Double.parseDouble(few), 0);
        }
        print(table, rounds.run(work, contenders("ours,jeromq,libzmq")));
    }

    private void peers() throws InterruptedException {
        String title = "ROUTER that chooses among peers whose queues are full";
        // Ten thousand queues of a thousand messages would take gigabytes; small messages would not fill any soon.
        Arguments given =
                arguments.with("hwm", arguments.integer("hwm", 10)).with("size", arguments.text("sizes", "1000"));
        ScaledWork work = new ScaledWork(
                title,
                arguments.list("peers", "10,10000"),
                count -> new RawPeersWork(
                        title,
                        Roles.PEER_CHOOSER,
                        Roles.RAW_PEERS,
                        given.with("peers", count),
                        endpoints.fresh("tcp")));
        // Without JeroMQ: it cannot set SO_SNDBUF, and would fill the operating system's memory.
        print(work.table("peers", BASELINES), rounds.run(work, contenders("ours,libzmq")));
    }

    private void subscriptions() throws InterruptedException {
        ComparisonTable table = new ComparisonTable(Figure.MESSAGES_PER_SECOND, BASELINES)
                .column("subscriptions/s", Figure.MESSAGES_PER_SECOND, 1, 0);
        for (String transport : arguments.list("transports", "tcp")) {
            // With a mark libzmq and JeroMQ drop subscriptions, and nothing would be known in the end.
            Arguments given = arguments
                    .with("topics", arguments.integer("topics", 1_000_000))
                    .with("hwm", arguments.integer("hwm", 0));
            Work work = new ClientWork(
                    given.text("topics") + " subscriptions " + transport + ", until the publisher knows them",
                    transport,
                    Roles.SUBSCRIPTIONS_PUBLISHER,
                    Roles.SUBSCRIPTIONS_SUBSCRIBER,
                    given,
                    endpoints);
            print(table, rounds.run(work, contenders("ours,jeromq,libzmq")));
        }
    }

    private void inFlight() throws InterruptedException {
        compareInFlight("1000", "ours,ours+handler,jeromq,libzmq");
    }

    private void requests() throws InterruptedException {
        compareInFlight("100", "ours+router,ours+responder,ours,jeromq,libzmq");
    }

    private void compareInFlight(String absentWindow, String absentContenders) throws InterruptedException {
        ComparisonTable table = new ComparisonTable(Figure.MESSAGES_PER_SECOND, BASELINES)
                .column("round trips/s", Figure.MESSAGES_PER_SECOND, 1, 0);
        for (String transport : arguments.list("transports", "tcp")) {
            for (String window : arguments.list("window", absentWindow)) {
                for (String size : arguments.list("sizes", "10")) {
                    Work work = new ClientWork(
                            window + " round trips in flight " + transport + " " + size + " B, dealer-router",
                            transport,
                            Roles.IN_FLIGHT_ECHO,
                            Roles.IN_FLIGHT_CLIENT,
                            arguments.with("window", window).with("size", size),
                            endpoints);
                    print(table, rounds.run(work, contenders(absentContenders)));
                }
            }
        }
    }

    private void proxy() throws InterruptedException {
        List<Contender> contenders = contenders("ours,ours+handler,jeromq,libzmq");
        for (String transport : arguments.list("transports", "tcp")) {
            for (String pattern : arguments.list("patterns", "pub-sub,dealer-dealer")) {
                for (String size : arguments.list("sizes", "100")) {
                    Arguments given = arguments.with("pattern", pattern).with("size", size);
                    compareRates(new ThroughputWork(transport, given, endpoints).throughProxy(), contenders, BASELINES);
                }
            }
        }
    }

    private void firstAnswer() throws InterruptedException {
        for (String transport : arguments.list("transports", "tcp")) {
            Work work = new ClientWork(
                    "From connecting to the first answer " + transport + ", req-rep",
                    transport,
                    Roles.LATENCY_ECHO,
                    Roles.FIRST_ANSWER,
                    arguments.with("pattern", "req-rep"),
                    endpoints);
            print(roundTripTable(), rounds.run(work, contenders("ours,jeromq,libzmq")));
        }
    }

    private void latency() throws InterruptedException {
        List<Contender> contenders = contenders("ours,ours+busy-spin,jeromq,libzmq,bare");
        for (String transport : arguments.list("transports", "tcp,ipc")) {
            compareRoundTrips(transport, contenders);
        }
    }

    private void compareRoundTrips(String transport, List<Contender> contenders) throws InterruptedException {
        for (String pattern : arguments.list("patterns", "pair,push-pull")) {
            for (String size : arguments.list("sizes", "10")) {
                Arguments given = arguments.with("pattern", pattern).with("size", size);
                print(roundTripTable(), rounds.run(new LatencyWork(transport, given, endpoints), contenders));
            }
        }
    }

    private static ComparisonTable roundTripTable() {
        return new ComparisonTable(Figure.micros("p50"), BASELINES)
                .spread("p50 µs", Figure.micros("p50"), 1, 1)
                .spread("p99 µs", Figure.micros("p99"), 1, 0)
                .spread("p99.9 µs", Figure.micros("p999"), 1, 0)
                .column("max µs", Figure.micros("max"), 1, 0);
    }

    private void inproc() throws InterruptedException {
        List<Contender> contenders = contenders("ours,ours+handler,jeromq,libzmq,bare");
        for (String size : arguments.list("sizes", "10")) {
            compareRates(new ThroughputWork("inproc", arguments.with("size", size), endpoints), contenders, BASELINES);
        }
        compareRoundTrips("inproc", contenders("ours,ours+busy-spin,jeromq,libzmq,bare"));
    }

    private void threads() throws InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        int threads = arguments.integer("threads", 4);
        for (Contender one : contenders("ours,jeromq,libzmq")) {
            Contender many = one.with(" " + threads + " threads", "threads", threads);
            contenders.add(one);
            contenders.add(many);
            contenders.add(many.with(", 3 parts", "parts", 3));
        }
        List<String> baselines =
                contenders.stream().map(Contender::engine).distinct().toList();
        Arguments given = arguments.with("threads", 1);
        for (String size : arguments.list("sizes", "10")) {
            compareRates(new ThroughputWork("tcp", given.with("size", size), endpoints), contenders, baselines);
        }
    }

    private void idle() throws InterruptedException {
        int connections = arguments.integer("connections", 5000);
        ComparisonTable table = new ComparisonTable(Figure.micros("among50"), BASELINES)
                .column("heap B each", Figure.plain("heap"), 1, 0)
                .column("direct B each", Figure.plain("direct"), 1, 0)
                .column("p50 µs alone", Figure.micros("alone50"), 1, 1)
                .column("p50 µs among", Figure.micros("among50"), 1, 1)
                .column("p99 µs alone", Figure.micros("alone99"), 1, 1)
                .column("p99 µs among", Figure.micros("among99"), 1, 1);
        IdleWork work = new IdleWork(connections, arguments, endpoints);
        print(table, rounds.run(work, contenders("ours,jeromq")));
    }

    private void compareRates(ThroughputWork work, List<Contender> contenders, List<String> baselines)
            throws InterruptedException {
        ComparisonTable table = new ComparisonTable(Figure.MESSAGES_PER_SECOND, baselines)
                .column("msg/s", Figure.MESSAGES_PER_SECOND, 1, 0)
                .column("MB/s", Figure.BYTES_PER_SECOND, MEGA, 1);
        print(table, rounds.run(work, contenders));
    }

    private List<Contender> contenders(String absent) {
        return Contender.parseAll(arguments.list("contenders", absent));
    }

    private void print(ComparisonTable table, Comparison comparison) {
        hasFailed |= !comparison.problems().isEmpty();
        System.out.println(table.render(comparison));
    }

    @Override
    public void close() throws IOException {
        endpoints.close();
    }
}
