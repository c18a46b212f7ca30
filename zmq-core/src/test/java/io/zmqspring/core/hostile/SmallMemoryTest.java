package io.zmqspring.core.hostile;

import static io.zmqspring.core.support.Zmtp.MORE;
import static io.zmqspring.core.support.Zmtp.ascii;
import static io.zmqspring.core.support.Zmtp.frame;
import static io.zmqspring.core.support.Zmtp.longHeader;
import static io.zmqspring.core.support.Zmtp.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.support.JavaProcess;
import io.zmqspring.core.support.RawPeer;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The default limits in a JVM of 64 MiB. */
@Timeout(120)
class SmallMemoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DONE = "all went well";

    @Test
    void shouldServeAGoodPeerWhileStrangersFillTheDirectMemory() {
        assertThat(JavaProcess.run(UnfinishedMessages.class, LIMIT, "-Xmx512m", "-XX:MaxDirectMemorySize=64m"))
                .contains(DONE)
                .doesNotContain("OutOfMemoryError");
    }

    @Test
    void shouldCloseAPeerThatSendsALargerFrameThanTheHeapHolds() {
        assertThat(JavaProcess.run(TooLargeBody.class, LIMIT, "-Xmx64m"))
                .contains(DONE)
                .doesNotContain("OutOfMemoryError");
    }

    @Test
    void shouldWaitWithoutSpinningUntilOthersGiveDirectMemoryBack() {
        assertThat(JavaProcess.run(OthersHaveTheMemory.class, LIMIT, "-Xmx64m", "-XX:MaxDirectMemorySize=8m"))
                .contains(DONE)
                .doesNotContain("OutOfMemoryError");
    }

    @Test
    void shouldHaveTheMemoryThatOtherContextsKeepForTheirNextPeers() {
        assertThat(JavaProcess.run(OtherContextsKeepIt.class, LIMIT, "-Xmx64m", "-XX:MaxDirectMemorySize=8m"))
                .contains(DONE)
                .doesNotContain("OutOfMemoryError");
    }

    @Test
    void shouldFreeTheDirectMemoryOfClosedContexts() {
        assertThat(JavaProcess.run(ClosedContexts.class, LIMIT, "-Xmx64m", "-XX:MaxDirectMemorySize=8m"))
                .contains(DONE)
                .doesNotContain("OutOfMemoryError");
    }

    /** Six contexts have more than half of their limit in use, one after the other; four of them pass the JVM's. */
    static final class OtherContextsKeepIt {

        public static void main(String[] arguments) {
            List<ZmqContext> contexts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                contexts.add(ZmqContext.create());
            }
            contexts.forEach(OtherContextsKeepIt::exchange);
            contexts.forEach(OtherContextsKeepIt::exchange);
            contexts.forEach(ZmqContext::close);
            System.out.println(DONE);
        }

        static void exchange(ZmqContext context) {
            try (PullSocket pull = context.pull()) {
                String endpoint = pull.bind("tcp://127.0.0.1:*");
                byte[] frame = frame(0, new byte[60_000]);
                List<RawPeer> peers = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    RawPeer peer = RawPeer.connect(endpoint).handshake("PUSH");
                    peers.add(peer);
                    for (int k = 0; k < 4; k++) {
                        peer.send(frame);
                    }
                }
                Awaitility.await().atMost(PATIENCE).until(() -> pull.counters().queuedToReceive() == 20);
                for (int i = 0; i < 20; i++) {
                    assertThat(pull.receive(PATIENCE)).as("message " + i).hasSize(60_000);
                }
                peers.forEach(RawPeer::close);
            }
        }
    }

    /** What they kept for their next peers can be had by others once they are closed. */
    static final class ClosedContexts {

        public static void main(String[] arguments) {
            for (int i = 0; i < 3; i++) {
                try (ZmqContext context = ZmqContext.create()) {
                    OtherContextsKeepIt.exchange(context);
                }
            }
            BufferPoolMXBean direct = OthersHaveTheMemory.direct();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                System.gc();
                return direct.getTotalCapacity() < 1 << 20;
            });
            System.out.println(DONE);
        }
    }

    /** The application uses up the direct memory of the JVM for a second. */
    static final class OthersHaveTheMemory {

        public static void main(String[] arguments) {
            try (ZmqContext context = ZmqContext.create()) {
                PullSocket pull = context.pull();
                RawPeer peer = RawPeer.connect(pull.bind("tcp://127.0.0.1:*")).handshake("PUSH");
                assertThat(pull.awaitPeers(1, PATIENCE)).isTrue();
                List<ByteBuffer> taken = takeAll();
                long before = cpuNs();
                peer.send(message("first"), message("second"));
                assertThat(pull.receive(Duration.ofSeconds(1))).isNull();
                assertThat(Duration.ofNanos(cpuNs() - before)).isLessThan(Duration.ofMillis(500));
                taken.clear();
                System.gc();
                assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("first"));
                assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("second"));
                assertThat(pull.counters().connections()).isOne();
                peer.close();
            }
            System.out.println(DONE);
        }

        private static List<ByteBuffer> takeAll() {
            List<ByteBuffer> taken = new ArrayList<>();
            BufferPoolMXBean direct = direct();
            while (direct.getTotalCapacity() <= (8 << 20) - (1 << 12)) {
                taken.add(ByteBuffer.allocateDirect(1 << 12));
            }
            return taken;
        }

        private static BufferPoolMXBean direct() {
            return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .findFirst()
                    .orElseThrow();
        }

        private static long cpuNs() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long sum = 0;
            for (long id : threads.getAllThreadIds()) {
                ThreadInfo info = threads.getThreadInfo(id);
                if (info != null && info.getThreadName().contains("-io-")) {
                    sum += threads.getThreadCpuTime(id);
                }
            }
            return sum;
        }
    }

    /** 40 peers send 2 MB each of messages they do not finish; a good one must not wait for 5 s. */
    static final class UnfinishedMessages {

        public static void main(String[] arguments) {
            byte[] part = frame(MORE, new byte[60_000]);
            try (ZmqContext context = ZmqContext.create()) {
                PullSocket pull = context.pull();
                String endpoint = pull.bind("tcp://127.0.0.1:*");
                RawPeer good = RawPeer.connect(endpoint).handshake("PUSH");
                List<RawPeer> strangers = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    strangers.add(RawPeer.connect(endpoint).handshake("PUSH"));
                }
                long longest = 0;
                for (int i = 0; i < 34; i++) {
                    for (RawPeer stranger : strangers) {
                        stranger.trySend(part);
                    }
                    long start = System.nanoTime();
                    good.send(message("number " + i));
                    assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("number " + i));
                    longest = Math.max(longest, System.nanoTime() - start);
                    assertThat(context.counters().memoryBytes()).isLessThanOrEqualTo(32L << 20);
                }
                assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(5));
                assertThat(context.counters().memoryLimitBytes()).isEqualTo(32L << 20);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> context.counters().givenUpForMemory() > 0);
                strangers.forEach(RawPeer::close);
                good.close();
            }
            System.out.println(DONE);
        }
    }

    /** A PUSH gets 300 MB of one frame. */
    static final class SkippedBody {

        public static void main(String[] arguments) {
            try (ZmqContext context = ZmqContext.create()) {
                PushSocket push = context.push();
                RawPeer peer = RawPeer.connect(push.bind("tcp://127.0.0.1:*")).handshake("PULL");
                assertThat(push.awaitPeers(1, PATIENCE)).isTrue();
                peer.send(longHeader(0, 300L << 20));
                byte[] piece = new byte[1 << 20];
                for (int i = 0; i < 300; i++) {
                    peer.send(piece);
                }
                push.send(ascii("still here"));
                assertThat(peer.readMessage()).isEqualTo(ascii("still here"));
                peer.close();
            }
            System.out.println(DONE);
        }
    }

    /** A PULL gets a frame of 300 MB, and small ones of another peer. */
    static final class TooLargeBody {

        public static void main(String[] arguments) {
            try (ZmqContext context = ZmqContext.create()) {
                PullSocket pull = context.pull();
                String endpoint = pull.bind("tcp://127.0.0.1:*");
                RawPeer good = RawPeer.connect(endpoint).handshake("PUSH");
                RawPeer bad = RawPeer.connect(endpoint).handshake("PUSH");
                bad.send(longHeader(0, 300L << 20));
                byte[] piece = new byte[1 << 20];
                int sent = 0;
                while (sent < 300 && bad.trySend(piece)) {
                    sent++;
                }
                assertThat(bad.awaitEnd()).isTrue();
                good.send(message("still here"));
                assertThat(pull.receive(PATIENCE)).isEqualTo(ascii("still here"));
                assertThat(context.counters().givenUpForMemory()).isEqualTo(1);
                good.close();
                bad.close();
            }
            System.out.println(DONE);
        }
    }
}
