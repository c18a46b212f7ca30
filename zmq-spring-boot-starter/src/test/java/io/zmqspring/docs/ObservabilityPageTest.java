package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.health.ZmqHealthContributorAutoConfiguration;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetricsAutoConfiguration;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.event.ListenerContainerFailedEvent;
import io.zmqspring.event.ZmqSocketEvent;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.context.event.EventListener;

/** The tables and code of {@code observability.md}. */
@Timeout(60)
class ObservabilityPageTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern CODE = Pattern.compile("`([a-z.]+)`");

    private final Page page = Page.of("observability");

    @Test
    void shouldListEveryMeterWithItsTags() {
        page.application()
                .withConfiguration(AutoConfigurations.of(
                        ZmqMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .withPropertyValues(
                        "zmq.metrics.handling-time=true",
                        "zmq.sockets.front.type=router",
                        "zmq.sockets.front.bind=inproc://front",
                        "zmq.sockets.back.type=dealer",
                        "zmq.sockets.back.bind=inproc://back",
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://in",
                        "zmq.sockets.dropping.type=router",
                        "zmq.sockets.dropping.bind=inproc://dropping",
                        "zmq.requesters.asking.connect=inproc://front",
                        "zmq.proxies.bus.frontend=front",
                        "zmq.proxies.bus.backend=back")
                .withUserConfiguration(Listener.class)
                .run(context -> {
                    context.getBean(ZmqTemplate.class).sendTo("dropping", RoutingId.of("nobody"), "text");
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    await().atMost(LIMIT)
                            .until(() -> meters.find("zmq.socket.drops").counter() != null);

                    assertThat(registered(meters)).isEqualTo(listed());
                });
    }

    /** {@return the tags of each meter that is registered} */
    private static Map<String, TreeSet<String>> registered(MeterRegistry meters) {
        Map<String, TreeSet<String>> found = new TreeMap<>();
        for (Meter meter : meters.getMeters()) {
            meter.getId()
                    .getTags()
                    .forEach(tag -> found.computeIfAbsent(meter.getId().getName(), unused -> new TreeSet<>())
                            .add(tag.getKey()));
        }
        return found;
    }

    /** {@return the tags of each meter in the page's table} */
    private Map<String, TreeSet<String>> listed() {
        Map<String, TreeSet<String>> listed = new TreeMap<>();
        for (String line : page.text().lines().toList()) {
            String[] cells = line.split("\\|");
            if (cells.length == 4 && cells[1].matches(" `zmq\\.(socket|requester|proxy|listener)\\..*")) {
                codes(cells[1]).forEach(meter -> listed.put(meter, new TreeSet<>(codes(cells[2]))));
            }
        }
        return listed;
    }

    private static List<String> codes(String cell) {
        Matcher code = CODE.matcher(cell);
        return code.results().map(result -> result.group(1)).toList();
    }

    @Test
    void shouldRequirePeers() {
        page.application(0)
                .withConfiguration(AutoConfigurations.of(ZmqHealthContributorAutoConfiguration.class))
                .withPropertyValues(
                        "zmq.sockets.orders-out.type=push", "zmq.sockets.orders-out.connect=tcp://localhost:5555")
                .run(context -> assertThat(context.getBean("zmqHealthContributor", CompositeHealthContributor.class))
                        .isNotEmpty());
    }

    @Test
    void shouldObserveSendsAndListeners() {
        TestObservationRegistry observations = TestObservationRegistry.create();
        page.application(1)
                .withBean(ObservationRegistry.class, () -> observations)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=inproc://in")
                .withUserConfiguration(Listener.class)
                .run(context -> {
                    context.getBean(ZmqTestPeers.class).of("in").send("text");

                    await().atMost(LIMIT)
                            .untilAsserted(() -> TestObservationRegistryAssert.assertThat(observations)
                                    .hasAnObservation(seen -> seen.hasNameEqualTo("zmq.template"))
                                    .hasAnObservation(seen -> seen.hasNameEqualTo("zmq.listener")));
                });
    }

    @Test
    void shouldPublishEvents() {
        page.application(2)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=inproc://in")
                .withUserConfiguration(Listener.class, Events.class)
                .run(context -> {
                    BlockingQueue<String> seen = context.getBean(Events.class).seen;
                    RestartableSocket in = context.getBean("in", RestartableSocket.class);
                    try (PushSocket push = context.getBean(ZmqContext.class).push()) {
                        push.connect("inproc://in");
                        assertThat(push.awaitPeers(1, LIMIT)).isTrue();
                    }
                    assertThat(seen.poll(10, TimeUnit.SECONDS)).startsWith("in: ");

                    in.close();

                    assertThat(seen.poll(10, TimeUnit.SECONDS)).startsWith("lines cannot go on: ");
                });
    }

    static class Listener {

        @ZmqListener(id = "lines", value = "in")
        void on(String line) {}
    }

    static class Events {

        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @EventListener
        void on(ZmqSocketEvent<MonitorEvent.Disconnected> event) {
            seen.add(event.getSocketName() + ": " + event.getEvent().cause());
        }

        @EventListener
        void on(ListenerContainerFailedEvent event) {
            seen.add(event.getListenerId() + " cannot go on: " + event.getFailure());
        }
    }
}
