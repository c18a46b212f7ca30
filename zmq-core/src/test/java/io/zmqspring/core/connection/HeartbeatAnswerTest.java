package io.zmqspring.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.support.Zmtp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the heartbeat does for a peer that sends PING, and while we do not read. */
class HeartbeatAnswerTest {

    private final HeartbeatRig rig = new HeartbeatRig();

    @AfterEach
    void close() {
        rig.loop.close();
    }

    @Nested
    class Pongs {

        @Test
        void shouldAnswerThePingsOfATurnInOneWriteAndOfManyOnlyTheLast() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> {
                for (int i = 1; i <= 20; i++) {
                    heartbeat.onPing(0, new byte[] {(byte) i});
                }
                heartbeat.answerPings();
            });

            byte[][] expected = new byte[Heartbeat.MAX_PONGS_PER_TURN][];
            for (int i = 1; i < expected.length; i++) {
                expected[i - 1] = Zmtp.command("PONG", new byte[] {(byte) i});
            }
            expected[expected.length - 1] = Zmtp.command("PONG", new byte[] {20});
            assertThat(rig.socket.writes()).isOne();
            assertThat(rig.socket.takeSent()).isEqualTo(Zmtp.join(expected));
        }

        @Test
        void shouldNotPileUpForAPeerThatDoesNotReadThem() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.socket.peerTakes(0);
            for (int i = 1; i <= 20; i++) {
                byte[] context = {(byte) i};
                rig.loop.run(() -> {
                    heartbeat.onPing(0, context);
                    heartbeat.answerPings();
                });
            }
            rig.socket.peerTakesEverything();
            rig.loop.run(rig.writer::onWritable);

            assertThat(rig.socket.takeSent()).isEqualTo(Zmtp.command("PONG", new byte[] {1}));
        }
    }

    /** What is done while we do not read, since our own receiver is slow. */
    @Nested
    class WhilePaused {

        @Test
        void shouldLookAtThePeerSoonAndThenEverMoreRarelyDownToOnceASecond() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> heartbeat.suspend(true));

            rig.passMs(4_000);

            assertThat(rig.looksMs).containsExactly(20L, 60L, 140L, 300L, 620L, 1_260L, 2_260L, 3_260L);
            assertThat(rig.socket.writes())
                    .as("a peer that never sent PING needs no PONG")
                    .isZero();
        }

        @Test
        void shouldLookAndSendAPongAtHalfThePaceOfThePeersPings() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            for (int i = 0; i < 2; i++) {
                rig.loop.run(() -> {
                    heartbeat.onPing(0, HeartbeatRig.NO_CONTEXT);
                    heartbeat.answerPings();
                });
                rig.passMs(200);
            }
            rig.socket.takeSent();
            rig.loop.run(() -> heartbeat.suspend(true));

            rig.passMs(239);
            assertThat(rig.socket.takeSent()).isEmpty();
            rig.passMs(201);

            assertThat(rig.looksMs).containsExactly(420L, 460L, 540L, 640L, 740L, 840L);
            assertThat(rig.socket.takeSent())
                    .isEqualTo(Zmtp.join(HeartbeatRig.PONG, HeartbeatRig.PONG, HeartbeatRig.PONG));
        }

        @Test
        void shouldLookNoMoreOnceReadingGoesOn() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> heartbeat.suspend(true));
            rig.passMs(20);
            rig.loop.run(() -> heartbeat.suspend(false));

            rig.passMs(4_000);
            assertThat(rig.looksMs).containsExactly(20L);
        }

        @Test
        void shouldLookNoMoreAfterTheEnd() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(0, 0, 0));
            rig.loop.run(() -> heartbeat.suspend(true));
            heartbeat.stop();

            rig.passMs(4_000);
            assertThat(rig.looksMs).isEmpty();
        }

        @Test
        void shouldStillPing() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(100, 50, 250));
            rig.loop.run(() -> heartbeat.suspend(true));
            rig.passMs(100);
            assertThat(rig.socket.takeSent()).isEqualTo(Zmtp.ping(3, HeartbeatRig.NO_CONTEXT));
        }

        @Test
        void shouldWriteNothingToAPeerOfWhichNothingIsReadYet() {
            Heartbeat heartbeat = rig.start(HeartbeatRig.options(100, 50, 250));
            rig.loop.run(heartbeat::fallSilent);
            rig.passMs(4_000);
            assertThat(rig.socket.writes()).isZero();
            assertThat(rig.looksMs).isEmpty();
            assertThat(rig.silences).isEmpty();

            rig.loop.run(() -> heartbeat.suspend(false));
            rig.passMs(100);
            assertThat(rig.socket.takeSent()).isEqualTo(Zmtp.ping(3, HeartbeatRig.NO_CONTEXT));
        }
    }
}
