package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.monitor.EndpointStatus;
import io.zmqspring.core.monitor.EndpointStatus.State;
import io.zmqspring.core.monitor.MonitorEvent.AddressLost;
import io.zmqspring.core.support.EventRecorder;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another process takes the path of a listener, as libzmq does with each bind: the listener's owner is told within 20
 * s.
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class AddressLostTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldTellOfATakenPathAndKeepItsConnectionsAndTheFileOfTheOther() throws Exception {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        Path path = folder.resolve("feed");
        String endpoint = pull.bind("ipc://" + path);
        PushSocket push = context.push();
        push.connect(endpoint);
        assertThat(pull.awaitPeers(1, PATIENCE)).isTrue();

        Files.delete(path);
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));

            AddressLost lost = events.await(AddressLost.class);

            assertThat(lost.endpoint()).isEqualTo(endpoint);
            assertThat(lost.reason()).isEqualTo("another file has taken the place of the socket file");
            assertThat(pull.endpoints()).containsExactly(new EndpointStatus(endpoint, State.LOST, 1, lost.reason()));
            push.send(ascii("still here"));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("still here"));
            pull.unbind(endpoint);
            assertThat(path).exists();
        }
        assertThat(context.counters().blockingCallsOnIoThreads()).isZero();
    }

    @Test
    void shouldTellOfARemovedFileAndListenAgainWhenBoundAgain() throws Exception {
        PullSocket pull = context.pull();
        EventRecorder events = EventRecorder.of(pull);
        String endpoint = pull.bind("ipc://" + folder.resolve("feed"));

        Files.delete(folder.resolve("feed"));

        assertThat(events.await(AddressLost.class).reason()).isEqualTo("the socket file was removed");
        pull.unbind(endpoint);
        pull.bind(endpoint);
        assertThat(pull.endpoints()).containsExactly(new EndpointStatus(endpoint, State.LISTENING, 0, null));
    }
}
