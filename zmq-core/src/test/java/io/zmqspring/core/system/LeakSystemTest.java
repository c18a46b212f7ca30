package io.zmqspring.core.system;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.ProcessResources;
import io.zmqspring.core.support.RawPeer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** File descriptors and threads go back to what they were. */
@Timeout(90)
class LeakSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PREFIX = "leak";

    private final ContextOptions named =
            ContextOptions.builder().threadNamePrefix(PREFIX).build();
    private int descriptorsBefore;

    @BeforeEach
    void count() {
        cycle("ipc://*");
        cycle("tcp://127.0.0.1:*");
        awaitNoThreads();
        descriptorsBefore = ProcessResources.descriptors();
    }

    @AfterEach
    void compare() {
        awaitNoThreads();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ProcessResources.descriptors())
                        .as("open file descriptors")
                        .isLessThanOrEqualTo(descriptorsBefore));
    }

    private static void awaitNoThreads() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(ProcessResources.threads(PREFIX)).isEmpty());
    }

    private void cycle(String where) {
        try (ZmqContext context = ZmqContext.create(named)) {
            PullSocket pull = context.pull();
            PushSocket push = context.push();
            push.connect(pull.bind(where));
            push.send(ascii("x"));
            assertThat(HealthyNeighbour.nextText(pull)).isEqualTo("x");
        }
    }

    @Test
    void shouldReturnEverythingAfterFiveHundredContexts() {
        for (int i = 0; i < 500; i++) {
            cycle(i % 5 == 0 ? "ipc://*" : "tcp://127.0.0.1:*");
        }
    }

    @Test
    void shouldReturnEverythingAfterAThousandFailedConnects() {
        try (ZmqContext context = ZmqContext.create(named)) {
            PushSocket push = context.push(SocketOptions.builder()
                    .reconnectInterval(Duration.ofNanos(100_000))
                    .reconnectIntervalMax(Duration.ZERO)
                    .build());
            push.connect("tcp://127.0.0.1:1");
            push.connect("ipc:///no/such/folder/socket");
            Awaitility.await().atMost(PATIENCE).until(() -> push.counters().reconnects() >= 2000);
        }
    }

    @Test
    void shouldReturnEverythingAfterPeersThatCameAndWent() {
        try (ZmqContext context = ZmqContext.create(named)) {
            PullSocket pull = context.pull();
            String endpoint = pull.bind("tcp://127.0.0.1:*");
            int inUse = ProcessResources.descriptors();
            for (int i = 0; i < 500; i++) {
                RawPeer peer = RawPeer.connect(endpoint);
                if (i % 3 == 0) {
                    peer.handshake("PUSH");
                }
                if (i % 2 == 0) {
                    peer.reset();
                } else {
                    peer.close();
                }
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(ProcessResources.descriptors()).isLessThanOrEqualTo(inUse + 3));
            assertThat(pull.counters().connections()).isZero();
        }
    }
}
