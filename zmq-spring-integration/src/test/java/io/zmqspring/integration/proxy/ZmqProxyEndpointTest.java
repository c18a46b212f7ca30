package io.zmqspring.integration.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PairSocket;
import io.zmqspring.core.PubSocket;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.RepSocket;
import io.zmqspring.core.ReqSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqProxy;
import io.zmqspring.core.error.ZmqSocketStartException;
import io.zmqspring.core.message.ZmqMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.test.util.TestUtils;
import org.springframework.integration.test.util.TestUtils.TestApplicationContext;

@Timeout(60)
class ZmqProxyEndpointTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final TestApplicationContext spring = TestUtils.createTestApplicationContext();
    private final ZmqContext zmq = ZmqContext.create();

    @BeforeEach
    void startSpring() {
        spring.refresh();
    }

    @AfterEach
    void close() {
        zmq.close();
        spring.close();
    }

    @Test
    void shouldListenWhenItHasStartedAndKeepItsPortsOverRestarts() {
        ZmqProxyEndpoint proxy = started(bound(ProxyType.PULL_PUSH));
        String frontend = proxy.getFrontendEndpoint();
        String backend = proxy.getBackendEndpoint();
        move(frontend, backend, "before");

        proxy.stop();
        assertThat(proxy.isRunning()).isFalse();
        assertThat(proxy.getState()).isEqualTo(ZmqProxy.State.TERMINATED);
        proxy.start();

        assertThat(proxy.getFrontendEndpoint()).isEqualTo(frontend);
        assertThat(proxy.getBackendEndpoint()).isEqualTo(backend);
        move(frontend, backend, "after");
        await().atMost(LIMIT)
                .until(() -> proxy.getStatistics().frontendReceived().messages() == 1);
        proxy.destroy();
    }

    @Test
    void shouldForwardSubscriptions() {
        ZmqProxyEndpoint proxy = started(bound(ProxyType.SUB_PUB));
        PubSocket pub = zmq.pub();
        pub.connect(proxy.getFrontendEndpoint());
        SubSocket sub = zmq.sub();
        sub.subscribe("EUR");
        sub.connect(proxy.getBackendEndpoint());
        assertThat(pub.awaitSubscription("EUR", LIMIT)).isTrue();

        pub.send(ZmqMessage.ofStrings("EUR", "1"));

        assertThat(sub.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("EUR", "1"));
        proxy.destroy();
    }

    @Test
    void shouldBringRepliesBack() {
        ZmqProxyEndpoint proxy = started(bound(ProxyType.ROUTER_DEALER));
        ReqSocket req = zmq.req();
        req.connect(proxy.getFrontendEndpoint());
        RepSocket rep = zmq.rep();
        rep.connect(proxy.getBackendEndpoint());

        req.send("ping".getBytes(UTF_8));
        assertThat(rep.receive(LIMIT)).isEqualTo("ping".getBytes(UTF_8));
        rep.send("pong".getBytes(UTF_8));

        assertThat(req.receive(LIMIT)).isEqualTo("pong".getBytes(UTF_8));
        proxy.destroy();
    }

    @Test
    void shouldShowMessagesAndTakeCommands() {
        ZmqProxyEndpoint proxy = bound(ProxyType.PULL_PUSH);
        proxy.setExposeCapture(true);
        proxy.setExposeControl(true);
        started(proxy);
        assertThat(proxy.getCaptureEndpoint()).isEqualTo("inproc://bus.capture");
        SubSocket capture = zmq.sub();
        capture.subscribe("");
        capture.connect(proxy.getCaptureEndpoint());
        PairSocket control = zmq.pair();
        control.connect(proxy.getControlEndpoint());
        assertThat(capture.awaitPeers(1, LIMIT)).isTrue();

        move(proxy.getFrontendEndpoint(), proxy.getBackendEndpoint(), "seen");
        assertThat(capture.receive(LIMIT)).isEqualTo("seen".getBytes(UTF_8));
        control.send("PAUSE".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> proxy.getState() == ZmqProxy.State.PAUSED);
        control.send("RESUME".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> proxy.getState() == ZmqProxy.State.RUNNING);
        proxy.destroy();
    }

    @Test
    void shouldStayPausedOverARestart() {
        ZmqProxyEndpoint proxy = started(bound(ProxyType.PULL_PUSH));
        proxy.pause();
        proxy.stop();
        proxy.start();

        assertThat(proxy.isPaused()).isTrue();
        assertThat(proxy.getState()).isEqualTo(ZmqProxy.State.PAUSED);
        proxy.resume();
        move(proxy.getFrontendEndpoint(), proxy.getBackendEndpoint(), "moved");
        proxy.destroy();
    }

    @Test
    void shouldLeaveGivenSocketsOpen() {
        PullSocket pull = zmq.pull();
        PushSocket push = zmq.push();
        ZmqProxyEndpoint proxy = started(new ZmqProxyEndpoint(pull, push));
        move(pull.bind("inproc://in"), push.bind("inproc://out"), "a");

        proxy.stop();

        assertThat(pull.isClosed()).isFalse();
        assertThat(push.isClosed()).isFalse();
        assertThat(proxy.getFailure()).isEmpty();
    }

    @Test
    void shouldNotRunAnyMoreWhenItsProxyHasEndedByItself() {
        PullSocket pull = zmq.pull();
        PushSocket push = zmq.push();
        ZmqProxyEndpoint proxy = started(new ZmqProxyEndpoint(pull, push));

        pull.close();

        await().atMost(LIMIT).until(() -> !proxy.isRunning());
        assertThat(proxy.getState()).isEqualTo(ZmqProxy.State.TERMINATED);
        assertThat(proxy.getFailureReason()).contains("ZmqClosedException");
        assertThat(push.isClosed()).isFalse();
    }

    @Test
    void shouldKeepNoThreadThatWaitsForTheEndOfItsProxy() {
        ZmqProxyEndpoint proxy = bound(ProxyType.PULL_PUSH);
        proxy.setBeanName("watched");
        started(proxy);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("zmq-proxy")
                .noneMatch(name -> name.startsWith("watched"));
        proxy.destroy();
    }

    @Test
    void shouldStartAgainAfterACommandHasEndedIt() {
        ZmqProxyEndpoint proxy = bound(ProxyType.PULL_PUSH);
        proxy.setExposeControl(true);
        started(proxy);
        PairSocket control = zmq.pair();
        control.connect(proxy.getControlEndpoint());

        control.send("TERMINATE".getBytes(UTF_8));
        await().atMost(LIMIT).until(() -> !proxy.isRunning());
        assertThat(proxy.getFailureReason()).isNull();
        proxy.start();

        move(proxy.getFrontendEndpoint(), proxy.getBackendEndpoint(), "again");
        proxy.destroy();
    }

    @Test
    void shouldOpenNothingWhenAnEndpointIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ZmqProxyEndpoint proxy = new ZmqProxyEndpoint(zmq, ProxyType.PULL_PUSH);
            proxy.setFrontendBind("inproc://frontend");
            proxy.setBackendBind("tcp://127.0.0.1:" + other.getLocalPort());

            assertThatExceptionOfType(ZmqSocketStartException.class).isThrownBy(() -> started(proxy));

            assertThat(proxy.isRunning()).isFalse();
            assertThat(zmq.pull().bind("inproc://frontend")).isEqualTo("inproc://frontend");
        }
    }

    @Test
    void shouldRefuseSettingsThatDoNotFit() {
        ZmqProxyEndpoint without = new ZmqProxyEndpoint(zmq, ProxyType.PULL_PUSH);
        without.setFrontendBind(ANY_PORT);
        assertThatIllegalStateException()
                .isThrownBy(() -> started(without))
                .withMessage("a PUSH socket needs an endpoint to bind or to connect: bind=[], connect=[]");
        ZmqProxyEndpoint given = new ZmqProxyEndpoint(zmq.pull(), zmq.push());
        given.setExposeCapture(true);
        assertThatIllegalStateException().isThrownBy(() -> started(given)).withMessageContaining("exposeCapture=true");
    }

    private void move(String frontend, String backend, String text) {
        try (PushSocket push = zmq.push();
                PullSocket pull = zmq.pull()) {
            pull.connect(backend);
            push.connect(frontend);
            push.send(text.getBytes(UTF_8));
            assertThat(pull.receive(LIMIT)).isEqualTo(text.getBytes(UTF_8));
        }
    }

    private ZmqProxyEndpoint bound(ProxyType type) {
        ZmqProxyEndpoint proxy = new ZmqProxyEndpoint(zmq, type);
        proxy.setFrontendBind(ANY_PORT);
        proxy.setBackendBind(ANY_PORT);
        return proxy;
    }

    private ZmqProxyEndpoint started(ZmqProxyEndpoint proxy) {
        proxy.setBeanName("bus");
        proxy.setBeanFactory(spring);
        proxy.afterPropertiesSet();
        proxy.start();
        return proxy;
    }
}
