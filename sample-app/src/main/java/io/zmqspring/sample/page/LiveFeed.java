package io.zmqspring.sample.page;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends a snapshot to all clients twice a second. A client that has left is found out at the next one, and forgotten.
 * Any thread may call any method.
 */
@Component
@Profile("!worker")
class LiveFeed implements DisposableBean {

    static final int MAX_CLIENTS = 32;

    private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = new ThreadPoolExecutor(
            0, MAX_CLIENTS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), new CustomizableThreadFactory("live-"));
    private final Snapshots snapshots;
    private final JsonMapper json;
    private volatile boolean closed;

    LiveFeed(Snapshots snapshots, JsonMapper json) {
        this.snapshots = snapshots;
        this.json = json;
    }

    /** {@return a client, or nothing when there are as many as there may be, or the application ends} */
    synchronized Optional<LiveClient> join() {
        if (closed || clients.size() >= MAX_CLIENTS) {
            return Optional.empty();
        }
        LiveClient client = new LiveClient(clients::remove);
        clients.add(client);
        return Optional.of(client);
    }

    @Scheduled(fixedRate = 500)
    void send() {
        if (!clients.isEmpty()) {
            String snapshot = json.writeValueAsString(snapshots.take());
            clients.forEach(client -> client.offer(snapshot, executor));
        }
    }

    /** {@return how many clients there are} */
    int clients() {
        return clients.size();
    }

    /** Ends all answers, which the web server would wait for. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        closed = true;
        clients.forEach(LiveClient::end);
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
