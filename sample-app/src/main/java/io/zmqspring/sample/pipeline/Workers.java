package io.zmqspring.sample.pipeline;

import io.zmqspring.config.SimpleZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.listener.ZmqMessageListener;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The workers of this process: two from the start, more on request. Any thread may call any method. */
@Component
@Profile("!hub")
public class Workers implements ApplicationRunner {

    private static final int MOST = 8;

    /** Few tasks wait at a worker, so that others get them, and few are lost with it. */
    private static final SocketOptions FEW_WAIT =
            SocketOptions.builder().receiveHwm(10).build();

    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final ZmqSocketRegistry sockets;
    private final ZmqListenerEndpointRegistry listeners;
    private final ZmqListenerContainerFactory containers;
    private final ZmqTemplate zmq;
    private final JsonMapper json;
    private final String process;
    private final String tasks;
    private final String results;

    Workers(
            ZmqSocketRegistry sockets,
            ZmqListenerEndpointRegistry listeners,
            ZmqListenerContainerFactory containers,
            ZmqTemplate zmq,
            JsonMapper json,
            @Value("${sample.name}") String process,
            @Value("${sample.tasks}") String tasks,
            @Value("${sample.results}") String results) {
        this.sockets = sockets;
        this.listeners = listeners;
        this.containers = containers;
        this.zmq = zmq;
        this.json = json;
        this.process = process;
        this.tasks = tasks;
        this.results = results;
    }

    @Override
    public void run(ApplicationArguments args) {
        add();
        add();
    }

    /** {@return the name of a new worker, or nothing when there are eight} */
    public synchronized Optional<String> add() {
        if (workers.size() == MOST) {
            return Optional.empty();
        }
        String number = "worker-" + (workers.size() + 1);
        String name = process + "/" + number;
        RestartableSocket in = sockets.register(SocketDefinition.of(number + "-in", SocketType.PULL)
                .withConnect(tasks)
                .withOptions(FEW_WAIT));
        RestartableSocket out = sockets.register(
                SocketDefinition.of(number + "-out", SocketType.PUSH).withConnect(results));
        out.start();
        ZmqMessageListener listener = message -> {
            Task task = json.readValue(message.frame(0), Task.class);
            zmq.send(out.name(), task.workedOutBy(name));
        };
        workers.put(
                name,
                new Worker(
                        in,
                        out,
                        listeners.registerListenerContainer(
                                new SimpleZmqListenerEndpoint(number, in.name(), listener), containers)));
        return Optional.of(name);
    }

    /** {@return the workers by name, in the order they were added} */
    public synchronized Map<String, Worker> all() {
        return new LinkedHashMap<>(workers);
    }
}
