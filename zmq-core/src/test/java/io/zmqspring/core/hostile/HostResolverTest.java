package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.monitor.MonitorEvent.ConnectFailed;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.HostResolver;
import io.zmqspring.core.support.EventRecorder;
import io.zmqspring.core.support.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application's host resolver answers what no name server would. */
@Timeout(60)
class HostResolverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ADDRESSES = 20_000;

    private static ZmqContext contextWith(HostResolver resolver) {
        return ZmqContext.create(ContextOptions.builder().hostResolver(resolver).build());
    }

    @Test
    void shouldReachTheLastOfManyAddresses() throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++) {
            addresses.add(InetAddress.getByAddress(new byte[] {127, 1, (byte) (i >> 8), (byte) i}));
        }
        addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        try (ZmqContext context = contextWith(host -> addresses)) {
            PullSocket pull = context.pull();
            PushSocket push = context.push();
            String endpoint = pull.bind("tcp://127.0.0.1:*");

            push.connect(endpoint.replace("127.0.0.1", "many.invalid"));

            push.send(ascii("found"));
            assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("found"));
            assertThat(context.counters().internalErrors()).isZero();
        }
    }

    @Test
    void shouldSayHowManyAddressesFailedAndNameSome() throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            addresses.add(InetAddress.getByAddress(new byte[] {127, 1, (byte) (i >> 8), (byte) i}));
        }
        String endpoint;
        try (RawPeer.Listener closedSoon = new RawPeer.Listener()) {
            endpoint = closedSoon.endpoint().replace("127.0.0.1", "many.invalid");
        }
        try (ZmqContext context = contextWith(host -> addresses)) {
            PushSocket push = context.push();
            EventRecorder events = EventRecorder.of(push);

            push.connect(endpoint);

            assertThat(events.await(ConnectFailed.class).reason())
                    .contains("127.1.0.0:")
                    .endsWith("; and 984 more addresses failed")
                    .hasSizeLessThan(2_000);
        }
    }

    @Test
    void shouldNotTakeNullForAnAddress() {
        for (HostResolver wrong :
                List.<HostResolver>of(host -> null, host -> Collections.singletonList((InetAddress) null))) {
            try (ZmqContext context = contextWith(wrong)) {
                PushSocket push = context.push();
                EventRecorder events = EventRecorder.of(push);

                push.connect("tcp://null.invalid:1");

                assertThat(events.await(ConnectFailed.class).reason())
                        .contains("cannot resolve host \"null.invalid\": the host resolver returned", "null");
                assertThatThrownBy(() -> push.bind("tcp://null.invalid:*"))
                        .isInstanceOf(ZmqEndpointException.class)
                        .hasMessageContaining("the host resolver returned");
            }
        }
    }
}
