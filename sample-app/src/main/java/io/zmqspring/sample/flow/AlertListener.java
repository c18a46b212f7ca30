package io.zmqspring.sample.flow;

import io.zmqspring.annotation.ZmqListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes the alerts, and shows the latest. Any thread may call any method. */
@RestController
@Profile("!worker")
class AlertListener {

    private static final int CAPACITY = 100;

    private final Deque<String> alerts = new ArrayDeque<>();

    @ZmqListener(id = "alerts-listener", socket = "alerts-in")
    synchronized void onAlert(String alert) {
        if (alerts.size() == CAPACITY) {
            alerts.removeFirst();
        }
        alerts.addLast(alert);
    }

    /** {@return at most 100 alerts, oldest first} */
    @GetMapping("/alerts")
    synchronized List<String> latest() {
        return List.copyOf(alerts);
    }
}
