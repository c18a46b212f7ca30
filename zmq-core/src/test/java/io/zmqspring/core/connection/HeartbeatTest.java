package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.support.Zmtp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a PING is sent and when silence counts, in milliseconds of a clock turned by hand. */
class HeartbeatTest {

    private final HeartbeatRig rig = new HeartbeatRig();

    @AfterEach
    void close() {
        rig.loop.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 0",
        "1, 1000, 1",
        "1001, 100, 11",
        "65500, 1000, 655",
        "65501, 1000, 655",
        "6553500, 1000, 655",
        "6553500, 32750, 655",
        "6553500, 32751, 0"
    })
    void shouldAnnounceNoTtlThatLibzmqWouldMisread(long ttlMs, long intervalMs, int deciseconds) {
        int announced = Heartbeat.ttlDeciseconds(
                Duration.ofMillis(ttlMs).toNanos(),
                Duration.ofMillis(intervalMs).toNanos());

        assertThat(announced).isEqualTo(deciseconds);
    }

    @Nested
    class Pings {

        @Test
        void shouldGoOutOnceAnIntervalWhileNothingArrives() {
            rig.start(HeartbeatRig.options(100, 1_000_000, 0));

            rig.passMs(99);
            assertThat(rig.socket.takeSent()).isEmpty();
            rig.passMs(1);
            assertThat(rig.socket.takeSent()).isEqualTo(HeartbeatRig.PING);
            rig.passMs(99);
            assertThat(rig.socket.takeSent()).isEmpty();
            rig.passMs(1);
            assertThat(rig.socket.takeSent()).isEqualTo(HeartbeatRig.PING);
        }

        @Test
        void shouldNotGoToAPeerThatSends() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(100, 1_000_000, 0));
            rig.passMs(50);
            heartbeat.onReceived();

            rig.passMs(100);
            assertThat(rig.socket.takeSent()).isEmpty();
            rig.passMs(50);
            assertThat(rig.socket.takeSent()).isEqualTo(HeartbeatRig.PING);
        }

        @Test
        void shouldGoAlsoToAPeerThatSendsWhenItIsAnnouncedATtl() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(100, 1_000_000, 250));
            rig.passMs(50);
            heartbeat.onReceived();

            rig.passMs(50);
            assertThat(rig.socket.takeSent()).isEqualTo(Zmtp.ping(3, HeartbeatRig.NO_CONTEXT));
        }

        @Test
        void shouldNotPileUpWhileThePeerTakesNothing() {
            rig.start(HeartbeatRig.options(100, 1_000_000, 0));
            rig.socket.peerTakes(0);
            rig.passMs(1_000);

            rig.socket.peerTakesEverything();
            rig.loop.run(rig.writer::onWritable);

            assertThat(rig.socket.takeSent()).isEqualTo(HeartbeatRig.PING);
        }

        @Test
        void shouldNotGoOutWithoutAnInterval() {
            rig.start(HeartbeatRig.options(0, 50, 0));
            rig.passMs(10_000);
            assertThat(rig.socket.writes()).isZero();
            assertThat(rig.silences).isEmpty();
        }
    }

    @Nested
    class Silence {

        @Test
        void shouldCountFromAPingForTheTimeout() {
            rig.start(HeartbeatRig.options(100, 50, 0));

            rig.passMs(149);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).containsExactly("no sign of life within PT0.05S after a PING");
        }

        @Test
        void shouldCountForAnIntervalWhenThereIsNoTimeout() {
            rig.start(SocketOptions.builder()
                    .heartbeatInterval(Duration.ofMillis(100))
                    .build());

            rig.passMs(199);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }

        @Test
        void shouldNotCountWithATimeoutOfZero() {
            rig.start(HeartbeatRig.options(100, 0, 0));
            rig.passMs(10_000);
            assertThat(rig.silences).isEmpty();
        }

        @Test
        void shouldEndWithAnyByte() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(100, 50, 0));
            rig.passMs(149);
            heartbeat.onReceived();

            rig.passMs(200);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void shouldCountOfAnOldPeerOnlyOnceItHasShownThatItKnowsPing(boolean byPing) {
            Heartbeat heartbeat = rig.heartbeat(HeartbeatRig.options(100, 50, 0));
            rig.loop.run(() -> heartbeat.start(false));
            rig.passMs(1_010);
            assertThat(rig.silences).isEmpty();

            heartbeat.onReceived();
            if (byPing) {
                heartbeat.onPing(0, HeartbeatRig.NO_CONTEXT);
            } else {
                heartbeat.onPong();
            }
            rig.passMs(239);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }

        @Test
        void shouldCountOnlyWhileThePeerTakesWhatIsWritten() {
            rig.start(HeartbeatRig.options(100, 50, 0));
            rig.socket.peerTakes(0);
            rig.passMs(1_030);
            rig.socket.peerTakesEverything();
            rig.loop.run(rig.writer::onWritable);

            // The next PING is due at 1,100 ms.
            rig.passMs(119);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }

        @Test
        void shouldNotCountOfAPeerThatHasJustBegunToTake() {
            rig.start(HeartbeatRig.options(100, 50, 0));
            rig.passMs(99);
            rig.socket.peerTakes(0);
            rig.passMs(31);
            assertThat(rig.blocked).isTrue();
            rig.socket.peerTakesEverything();
            rig.loop.run(rig.writer::onWritable);

            rig.passMs(20);
            assertThat(rig.silences)
                    .as("50 ms after the PING, of which the peer took it for 20")
                    .isEmpty();
            rig.passMs(99);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }

        @Test
        void shouldNotCountWhileWeDoNotRead() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(100, 50, 0));
            rig.passMs(110);
            rig.loop.run(() -> heartbeat.suspend(true));
            rig.passMs(900);
            assertThat(rig.silences).isEmpty();

            rig.loop.run(() -> heartbeat.suspend(false));
            rig.passMs(239);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }

        @Test
        void shouldCountNoMoreAfterTheEnd() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(100, 50, 0));
            rig.loop.run(() -> heartbeat.onPing(2, HeartbeatRig.NO_CONTEXT));
            rig.passMs(120);
            assertThat(rig.socket.takeSent()).isEqualTo(HeartbeatRig.PING);
            heartbeat.stop();

            rig.passMs(10_000);
            assertThat(rig.silences).isEmpty();
            assertThat(rig.socket.takeSent()).isEmpty();
        }
    }

    @Nested
    class TtlOfThePeer {

        @Test
        void shouldEndTheConnectionAfterThatSilence() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> heartbeat.onPing(2, HeartbeatRig.NO_CONTEXT));

            rig.passMs(199);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).containsExactly("silent for longer than the TTL it announced, PT0.2S");
        }

        @Test
        void shouldCountFromTheLastByte() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> heartbeat.onPing(2, HeartbeatRig.NO_CONTEXT));
            rig.passMs(150);
            heartbeat.onReceived();

            rig.passMs(199);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }

        @Test
        void shouldBeLiftedByAPingWithoutOne() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> heartbeat.onPing(2, HeartbeatRig.NO_CONTEXT));
            rig.passMs(100);
            heartbeat.onPing(0, HeartbeatRig.NO_CONTEXT);

            rig.passMs(1_000);
            assertThat(rig.silences).isEmpty();
        }

        @Test
        void shouldNotCountWhileWeDoNotRead() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> {
                heartbeat.onPing(2, HeartbeatRig.NO_CONTEXT);
                heartbeat.suspend(true);
            });
            rig.passMs(1_050);
            assertThat(rig.silences).isEmpty();

            rig.loop.run(() -> heartbeat.suspend(false));
            rig.passMs(199);
            assertThat(rig.silences).isEmpty();
            rig.passMs(1);
            assertThat(rig.silences).hasSize(1);
        }
    }
}
