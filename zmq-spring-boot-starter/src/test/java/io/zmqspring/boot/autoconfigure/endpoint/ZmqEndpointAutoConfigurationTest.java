package io.zmqspring.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqDescription.ListenerDescription;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqDescription.SocketDescription;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqDescription.TopicsDescription;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The actuator endpoint. */
@Timeout(60)
class ZmqEndpointAutoConfigurationTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class, EndpointAutoConfiguration.class, ZmqEndpointAutoConfiguration.class))
            .withUserConfiguration(Listening.class)
            .withPropertyValues(
                    "zmq.sockets.in.type=pull",
                    "zmq.sockets.in.bind=inproc://in",
                    "zmq.sockets.out.type=push",
                    "zmq.sockets.out.connect=inproc://in",
                    "zmq.sockets.front.type=pull",
                    "zmq.sockets.front.bind=inproc://front",
                    "zmq.sockets.back.type=push",
                    "zmq.sockets.back.bind=inproc://back",
                    "zmq.proxies.line.frontend=front",
                    "zmq.proxies.line.backend=back",
                    "zmq.requesters.asking.connect=inproc://answers");

    private final ApplicationContextRunner exposed = runner.withPropertyValues(
            "management.endpoints.web.exposure.include=zmq", "management.endpoints.jmx.exposure.include=zmq");

    @Test
    void shouldShowAllThatThereIs() {
        exposed.run(context -> {
            assertThat(context.getBean("out", RestartableSocket.class).awaitPeers(1, LIMIT))
                    .isTrue();
            ZmqDescription all = context.getBean(ZmqEndpoint.class).describe();

            assertThat(all.sockets()).containsOnlyKeys("back", "front", "in", "out");
            SocketDescription out = all.sockets().get("out");
            assertThat(out.type()).isEqualTo("PUSH");
            assertThat(out.state()).isEqualTo("OPEN");
            assertThat(out.peers()).singleElement().satisfies(peer -> {
                assertThat(peer.type()).isEqualTo("PULL");
                assertThat(peer.endpoint()).isEqualTo("inproc://in");
            });
            assertThat(all.requesters()).containsOnlyKeys("asking");
            assertThat(all.proxies().get("line").state()).isEqualTo("RUNNING");
            assertThat(all.listeners().get("lines").socket()).isEqualTo("in");
            assertThat(all.context()).isNotNull();
        });
    }

    @Test
    void shouldShowTopicsOfSubscribersAndHowManyPublishersHave() {
        exposed.withPropertyValues(
                        "zmq.sockets.prices.type=sub",
                        "zmq.sockets.prices.topics=EUR,CHF",
                        "zmq.sockets.prices.connect=inproc://prices",
                        "zmq.sockets.publisher.type=pub",
                        "zmq.sockets.publisher.bind=inproc://prices",
                        "zmq.sockets.stopped.type=xsub",
                        "zmq.sockets.stopped.topics=kept",
                        "zmq.sockets.stopped.auto-startup=false")
                .run(context -> {
                    context.getBean("prices", SubSocket.class).subscribe(new byte[] {1, (byte) 0xff});
                    PubSocket publisher = context.getBean("publisher", PubSocket.class);
                    await().until(() -> publisher.topics() == 3);
                    ZmqDescription all = context.getBean(ZmqEndpoint.class).describe();

                    assertThat(all.sockets().get("prices").topics())
                            .isEqualTo(new TopicsDescription(3, List.of("0x01ff", "CHF", "EUR")));
                    assertThat(all.sockets().get("publisher").topics()).isEqualTo(new TopicsDescription(3, null));
                    assertThat(all.sockets().get("stopped").topics())
                            .isEqualTo(new TopicsDescription(1, List.of("kept")));
                    assertThat(all.sockets().get("stopped").state()).isEqualTo("NEW");
                    assertThat(all.sockets().get("in").topics()).isNull();
                });
    }

    @Test
    void shouldBecomeJson() {
        exposed.run(context -> {
            context.getBean(ZmqTemplate.class).send("out", "hello");
            JsonNode json = JsonMapper.shared()
                    .valueToTree(context.getBean(ZmqEndpoint.class).describe());
            assertThat(json.at("/sockets/out/counters/sent").asInt()).isEqualTo(1);
            assertThat(json.at("/requesters/asking/requests/inFlight").asInt(-1))
                    .isZero();
            assertThat(json.at("/proxies/line/statistics/refused").asInt(-1)).isZero();
            assertThat(json.at("/listeners/lines/paused").asBoolean(true)).isFalse();
        });
    }

    @Test
    void shouldShowOneAndNothingForAnUnknownOne() {
        exposed.run(context -> {
            ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
            assertThat(endpoint.describeOne("sockets", "in")).isInstanceOf(SocketDescription.class);
            assertThat(endpoint.describeOne("listeners", "lines")).isInstanceOf(ListenerDescription.class);
            assertThat(endpoint.describeOne("requesters", "asking")).isNotNull();
            assertThat(endpoint.describeOne("proxies", "line")).isNotNull();
            assertThat(endpoint.describeOne("sockets", "no-such")).isNull();
            assertThat(endpoint.describeOne("things", "in")).isNull();
            assertThat(endpoint.change("sockets", "no-such", ZmqEndpoint.Action.STOP))
                    .isNull();
        });
    }

    @Test
    void shouldStopStartPauseAndResume() {
        exposed.run(context -> {
            ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
            assertThat(endpoint.change("sockets", "out", ZmqEndpoint.Action.STOP))
                    .hasFieldOrPropertyWithValue("state", "STOPPED");
            assertThat(endpoint.change("sockets", "out", ZmqEndpoint.Action.START))
                    .hasFieldOrPropertyWithValue("state", "OPEN");
            assertThat(endpoint.change("requesters", "asking", ZmqEndpoint.Action.STOP))
                    .hasFieldOrPropertyWithValue("state", "STOPPED");
            assertThat(endpoint.change("proxies", "line", ZmqEndpoint.Action.PAUSE))
                    .hasFieldOrPropertyWithValue("state", "PAUSED");
            endpoint.change("proxies", "line", ZmqEndpoint.Action.RESUME);
            await().untilAsserted(() -> assertThat(endpoint.describeOne("proxies", "line"))
                    .hasFieldOrPropertyWithValue("state", "RUNNING"));
            assertThat(endpoint.change("listeners", "lines", ZmqEndpoint.Action.PAUSE))
                    .hasFieldOrPropertyWithValue("paused", true);
            assertThat(endpoint.change("listeners", "lines", ZmqEndpoint.Action.RESUME))
                    .hasFieldOrPropertyWithValue("paused", false);
            assertThat(endpoint.change("listeners", "lines", ZmqEndpoint.Action.STOP))
                    .hasFieldOrPropertyWithValue("state", "STOPPED");
            assertThatExceptionOfType(InvalidEndpointRequestException.class)
                    .isThrownBy(() -> endpoint.change("sockets", "in", ZmqEndpoint.Action.PAUSE))
                    .withMessage("sockets have no action PAUSE: allowed are [START, STOP]");
        });
    }

    @Test
    void shouldOnlyBeReadUnlessAllowed() {
        assertThat(ZmqEndpoint.class.getAnnotation(Endpoint.class).defaultAccess())
                .isEqualTo(org.springframework.boot.actuate.endpoint.Access.READ_ONLY);
    }

    @Test
    void shouldBackOffUnlessExposedAndAllowed() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZmqEndpoint.class));
        exposed.withPropertyValues("management.endpoint.zmq.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqEndpoint.class));
        exposed.withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqEndpoint.class));
        exposed.withClassLoader(new FilteredClassLoader(Endpoint.class, ConditionalOnAvailableEndpoint.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZmqEndpointAutoConfiguration.class));
    }

    @Test
    void shouldBackOffForAnEndpointOfTheApplication() {
        exposed.withUserConfiguration(OwnEndpoint.class)
                .run(context ->
                        assertThat(context).hasSingleBean(ZmqEndpoint.class).hasBean("own"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEndpoint {

        @Bean
        ZmqEndpoint own(
                ObjectProvider<ZmqContext> context,
                ZmqSocketRegistry sockets,
                ZmqRequesterRegistry requesters,
                ObjectProvider<NamedProxy> proxies,
                ObjectProvider<ZmqListenerEndpointRegistry> listeners) {
            return new ZmqEndpoint(context, sockets, requesters, proxies, listeners);
        }
    }

    static class Listening {

        @ZmqListener(id = "lines", socket = "in")
        void on(String line) {}
    }
}
