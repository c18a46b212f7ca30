package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.zmqspring.core.ZmqConnectable;
import io.zmqspring.core.monitor.EndpointStatus;
import java.util.List;

/** How many peers each endpoint of a definition has: those behind one endpoint are a group. */
final class EndpointMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final ZmqConnectable source;

    EndpointMeters(MeterRegistry registry, Tags tags, ZmqConnectable source) {
        this.registry = registry;
        this.tags = tags;
        this.source = source;
    }

    /** Endpoints of an open socket stand in the order of the definition: first those it binds. */
    void bind(List<String> bind, List<String> connect) {
        for (int i = 0; i < bind.size() + connect.size(); i++) {
            int index = i;
            String endpoint = i < bind.size() ? bind.get(i) : connect.get(i - bind.size());
            new Meters(registry, "zmq.socket.", tags.and("endpoint", endpoint))
                    .gauge("peers", "Peers connected at an endpoint", source, open -> peers(open, index));
        }
    }

    private static double peers(ZmqConnectable source, int index) {
        List<EndpointStatus> endpoints = source.endpoints();
        return index < endpoints.size() ? endpoints.get(index).peers() : 0;
    }
}
