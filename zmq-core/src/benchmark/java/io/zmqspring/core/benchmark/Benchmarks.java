package io.zmqspring.core.benchmark;

import io.zmqspring.core.benchmark.role.Roles;
import io.zmqspring.core.benchmark.runner.JmhCommand;
import io.zmqspring.core.benchmark.runner.Measurements;
import io.zmqspring.core.benchmark.workload.Arguments;
import java.util.List;

/** Entry of all benchmarks, also of the child processes that they start. */
public final class Benchmarks {

    private static final String USAGE = """
            usage: run [command] [--name=value ...]

            commands
              all           everything below (the default)
              throughput    one way between two processes
              latency       round trips between two processes: p50, p99, p99.9 (and inproc, if named)
              inproc        both, between two threads of one process
              fan-out       PUB to several SUBs of another process, without drops: deliveries
              topics        PUB to one of many connections after the other: cost of a message
              matching      PUB looks for subscribers among few and many topics: cost of a message, memory of a topic
              subscriptions one SUB subscribes many times, until the publisher knows it
              peers         ROUTER chooses among few and many peers: cost of a send
              in-flight     round trips DEALER/ROUTER between two processes, many under way
              requests      the same with ZmqRequester, to a ROUTER by hand and to ZmqResponder
              proxy         one way through a proxy, three processes: XSUB/XPUB and ROUTER/DEALER
              first-answer  from connecting to the first answer, REQ/REP, one socket after the other
              threads       several threads that send on one socket
              idle          memory and round trips among idle connections
              jmh           JMH benchmarks; what follows goes to JMH

            what is measured
              --contenders=ours,ours+handler,ours+buffer,ours+busy-spin,jeromq,libzmq,bare
                                          of requests also ours+router,ours+responder
              --transports=tcp,ipc        of throughput and latency; latency takes inproc too
              --sizes=10,256,1024,16384   bytes of a message part, at least 8
              --patterns=pair,push-pull   of latency; takes req-rep and dealer-router too
              --patterns=push-pull        of throughput; takes dealer-router, router-dealer and pub-sub too
              --receivers=1,8,32          of fan-out
              --patterns=pub-sub,dealer-dealer    of proxy; between the latter two ROUTER and DEALER
              --subscribers=1,1000        of topics
              --subscriptions=1000,1000000        of matching
              --peers=10,10000            of peers, which needs as many file descriptors in each of two processes
              --topics=1000000            of subscriptions
              --window=1000               of in-flight; 100 of requests
              --threads=1 --parts=1       senders on one socket, parts of a message
              --connections=5000          of idle
              --load=0.5                  of round trips: one more process computes for 1 ms of each 2 ms meanwhile

            how
              --quick                     one short round, to see that everything works
              --rounds=5                  A B C D, A B C D, ...
              --warmup=3 --seconds=3      of each process
              --count=N                   measured messages or round trips instead of seconds (not of bare streams)
              --hwm=N                     the same high-water mark for all engines; without it their defaults
              --io-threads=1 --chunk=BYTES (of bare streams) --jvm-flags="..." (of all JVMs alike)
              --limit=SECONDS             after which a child is killed
            """;

    private Benchmarks() {}

    /**
     * Runs one command.
     *
     * @param args command and its arguments; see {@code help}
     * @throws Exception if a role cannot be done; the parent sees it on standard error
     */
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        boolean isCommand = !words.isEmpty() && !words.get(0).startsWith("--");
        String command = isCommand ? words.get(0) : "all";
        List<String> rest = words.subList(isCommand ? 1 : 0, words.size());
        switch (command) {
            case "help" -> System.out.print(USAGE);
            case "role" -> Roles.run(rest.get(0), Arguments.parse(rest.subList(1, rest.size())));
            case "jmh" -> JmhCommand.run(rest);
            default -> System.exit(measure(command, rest));
        }
    }

    private static int measure(String command, List<String> words) throws Exception {
        try (Measurements measurements = new Measurements(Arguments.parse(words))) {
            return measurements.run(command) ? 0 : 1;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            return 2;
        }
    }
}
