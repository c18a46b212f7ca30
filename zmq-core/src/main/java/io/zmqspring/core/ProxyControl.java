package io.zmqspring.core;

import io.zmqspring.core.error.ZmqStateException;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a proxy's control socket, as those of libzmq's zmq_proxy_steerable: one frame with {@code PAUSE},
 * {@code RESUME}, {@code TERMINATE} or {@code STATISTICS}. The last is answered with eight frames of 8 bytes each, in
 * the byte order of the machine: of the frontend the frames received, bytes received, frames sent, bytes sent, then the
 * same of the backend (libzmq up to 4.3.4 counts whole messages where later ones count frames). A REP answers every
 * other command with an empty frame. The proxy's thread.
 */
final class ProxyControl {

    static final Set<SocketType> TYPES = EnumSet.of(SocketType.PAIR, SocketType.REP, SocketType.PULL, SocketType.SUB);

    /** So a peer that sends commands without end does not hold up the messages. */
    private static final int MAX_AT_ONCE = 16;

    private static final ZmqMessage EMPTY = ZmqMessage.of(new byte[0]);

    private final ZmqSocket socket;
    private final ZmqProxy proxy;
    private volatile long unanswered;

    ProxyControl(ZmqSocket socket, ZmqProxy proxy) {
        this.socket = socket;
        this.proxy = proxy;
    }

    /** {@return whether there may be more commands than it has carried out} */
    boolean carryOut() {
        for (int i = 0; i < MAX_AT_ONCE; i++) {
            ZmqMessage command = next();
            if (command == null) {
                return false;
            }
            carryOut(command.string(0));
        }
        return true;
    }

    private @Nullable ZmqMessage next() {
        try {
            return ((MultipartReceiver) socket).tryReceiveMessage();
        } catch (ZmqStateException answeredByTheApplication) {
            return null;
        }
    }

    private void carryOut(String command) {
        ZmqMessage answer = EMPTY;
        switch (command) {
            case "PAUSE" -> proxy.requestPause();
            case "RESUME" -> proxy.resume();
            case "TERMINATE" -> proxy.terminate();
            case "STATISTICS" -> answer = encode(proxy.statistics());
            default -> unanswered = unanswered + 1;
        }
        if (socket.type() == SocketType.REP || answer != EMPTY) {
            if (!(socket instanceof MultipartSender sender) || !sender.trySend(answer)) {
                unanswered = unanswered + 1;
            }
        }
    }

    private static ZmqMessage encode(ProxyStatistics statistics) {
        return ZmqMessage.of(LongStream.of(
                        statistics.frontendReceived().frames(),
                        statistics.frontendReceived().bytes(),
                        statistics.frontendSent().frames(),
                        statistics.frontendSent().bytes(),
                        statistics.backendReceived().frames(),
                        statistics.backendReceived().bytes(),
                        statistics.backendSent().frames(),
                        statistics.backendSent().bytes())
                .mapToObj(value -> ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putLong(value)
                        .array())
                .toList());
    }

    long unanswered() {
        return unanswered;
    }
}
