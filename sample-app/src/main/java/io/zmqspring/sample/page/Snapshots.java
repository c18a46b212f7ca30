package io.zmqspring.sample.page;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.core.monitor.RequesterCounters;
import io.zmqspring.core.monitor.SocketCounters;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.sample.Latencies;
import io.zmqspring.sample.market.LatestPrices;
import io.zmqspring.sample.page.Snapshot.Latency;
import io.zmqspring.sample.page.Snapshot.ListenerState;
import io.zmqspring.sample.page.Snapshot.Requests;
import io.zmqspring.sample.page.Snapshot.SocketCounts;
import io.zmqspring.sample.page.Snapshot.Tasks;
import io.zmqspring.sample.page.Snapshot.WorkerState;
import io.zmqspring.sample.pipeline.Pipeline;
import io.zmqspring.sample.pipeline.Worker;
import io.zmqspring.sample.pipeline.Workers;
import io.zmqspring.sample.request.FactorsClient;
import io.zmqspring.socket.NamedRequester;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Takes snapshots. It reads counters that are kept anyway. Any thread may call any method. */
@Component
@Profile("!worker")
class Snapshots {

    private final long startedAt = System.currentTimeMillis();
    private final String process;
    private final ZmqSocketRegistry sockets;
    private final ZmqRequesterRegistry requesters;
    private final ZmqListenerEndpointRegistry listeners;
    private final LatestPrices prices;
    private final Pipeline pipeline;
    private final ObjectProvider<Workers> workers;
    private final FactorsClient factors;
    private final Latencies latencies;
    private final MessageLog messages;

    Snapshots(
            @Value("${sample.name}") String process,
            ZmqSocketRegistry sockets,
            ZmqRequesterRegistry requesters,
            ZmqListenerEndpointRegistry listeners,
            LatestPrices prices,
            Pipeline pipeline,
            ObjectProvider<Workers> workers,
            FactorsClient factors,
            Latencies latencies,
            MessageLog messages) {
        this.process = process;
        this.sockets = sockets;
        this.requesters = requesters;
        this.listeners = listeners;
        this.prices = prices;
        this.pipeline = pipeline;
        this.workers = workers;
        this.factors = factors;
        this.latencies = latencies;
        this.messages = messages;
    }

    Snapshot take() {
        return new Snapshot(
                System.currentTimeMillis(),
                startedAt,
                process,
                new TreeMap<>(prices.all()),
                new Tasks(pipeline.sent(), pipeline.refused()),
                workers(),
                requests(),
                new TreeMap<>(factors.answers()),
                latencies(),
                Stream.concat(
                                sockets.getSockets().stream().map(Snapshots::ofSocket),
                                requesters.getRequesters().stream().map(Snapshots::ofRequester))
                        .toList(),
                listeners.getListenerContainers().stream().map(Snapshots::state).toList(),
                messages.latest());
    }

    private List<WorkerState> workers() {
        Map<String, Worker> local =
                workers.stream().findFirst().map(Workers::all).orElse(Map.of());
        Map<String, Long> done = new TreeMap<>(pipeline.done());
        List<WorkerState> states = new ArrayList<>();
        local.forEach((name, worker) -> {
            Long count = done.remove(name);
            states.add(new WorkerState(name, true, worker.isRunning(), count == null ? 0 : count));
        });
        done.forEach((name, count) -> states.add(new WorkerState(name, false, true, count)));
        return states;
    }

    private Requests requests() {
        RequesterCounters sum = requesters.getRequesters().stream()
                .map(NamedRequester::counters)
                .reduce(RequesterCounters.ZERO, RequesterCounters::continuedBy);
        return new Requests(sum.answered(), sum.timedOut(), sum.retried(), sum.failedOver());
    }

    private Map<String, Latency> latencies() {
        Map<String, Latency> all = new TreeMap<>();
        latencies.timers().forEach((pattern, timer) -> all.put(pattern, latency(timer)));
        return all;
    }

    private static Latency latency(Timer timer) {
        ValueAtPercentile[] values = timer.takeSnapshot().percentileValues();
        return new Latency(
                values[0].value(TimeUnit.MILLISECONDS),
                values[1].value(TimeUnit.MILLISECONDS),
                values[2].value(TimeUnit.MILLISECONDS));
    }

    private static SocketCounts ofSocket(RestartableSocket socket) {
        return counts(socket.name(), socket.type().name(), socket.state(), socket.counters());
    }

    private static SocketCounts ofRequester(NamedRequester requester) {
        return counts(requester.name(), "REQUESTER", requester.state(), requester.socketCounters());
    }

    private static SocketCounts counts(String name, String type, SocketState state, SocketCounters counters) {
        return new SocketCounts(
                name,
                type,
                state == SocketState.OPEN,
                counters.connections(),
                counters.sent(),
                counters.received(),
                counters.queuedToSend() + counters.queuedToReceive(),
                counters.dropped());
    }

    private static ListenerState state(ZmqMessageListenerContainer container) {
        return new ListenerState(
                container.getListenerId(),
                container.getSocketName(),
                container.isRunning(),
                container.isPaused(),
                container.getCounters().received(),
                container.getCounters().failed());
    }
}
