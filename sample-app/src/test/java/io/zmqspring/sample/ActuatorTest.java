package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Health, sockets and meters, seen from outside. */
@SampleTest
class ActuatorTest {

    @Autowired
    private SampleClient client;

    @Test
    void shouldShowItsSocketsInHealth() {
        String health = client.get("/actuator/health");

        assertThat(JsonPath.<String>read(health, "$.components.zmq.status")).isEqualTo("UP");
        assertThat(health).contains("words-in", "market-out", "tasks-out", "factors", "responder-a", "bus", "flow-in");
    }

    @Test
    void shouldShowEndpointsPeersAndCounters() {
        String sockets = client.get("/actuator/zmq");

        assertThat(JsonPath.<String>read(sockets, "$.sockets['market-out'].type"))
                .isEqualTo("PUB");
        assertThat(sockets).contains("tcp://127.0.0.1:", "market-all-listener", "notes-out");
    }

    @Test
    void shouldShowItsFlowsInTheGraphOfIntegration() {
        String graph = client.get("/actuator/integrationgraph");

        assertThat(JsonPath.<List<String>>read(graph, "$.nodes[*].componentType"))
                .contains("zmq:inbound-channel-adapter", "zmq:outbound-channel-adapter");
    }

    @Test
    void shouldMeterLatencies() {
        client.get("/factors/12");

        await().atMost(SampleClient.LIMIT)
                .untilAsserted(() -> assertThat(JsonPath.<List<Number>>read(
                                client.get("/actuator/metrics/sample.latency?tag=pattern:request"),
                                "$.measurements[?(@.statistic == 'COUNT')].value"))
                        .first()
                        .satisfies(count -> assertThat(count.doubleValue()).isPositive()));
        assertThat(client.get("/actuator/metrics/zmq.socket.sent")).contains("market-out");
    }
}
