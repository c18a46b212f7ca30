package io.zmqspring.core.connection;

import io.zmqspring.core.monitor.MonitorEvent;
import io.zmqspring.core.option.MessageBody;
import io.zmqspring.core.option.RouterNotification;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.pipe.EncodedMessage;
import io.zmqspring.core.pipe.FrameQueue;
import io.zmqspring.core.pipe.MessageWriter;
import io.zmqspring.core.zmtp.FrameDescriptor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one frame that a socket sends or receives by itself when a peer comes or goes. Received ones look as if
 * the peer had sent them, ahead of its own messages or behind them.
 */
public final class PeerNotices {

    private static final byte[] EMPTY = {};

    private final @Nullable MessageBody hello;
    private final @Nullable MessageBody farewell;
    private final boolean notifiesArrival;
    private final boolean notifiesDeparture;

    private PeerNotices(
            @Nullable MessageBody hello,
            @Nullable MessageBody farewell,
            boolean notifiesArrival,
            boolean notifiesDeparture) {
        this.hello = hello;
        this.farewell = farewell;
        this.notifiesArrival = notifiesArrival;
        this.notifiesDeparture = notifiesDeparture;
    }

    /**
     * Creates the notices of one endpoint.
     *
     * @param options of the socket
     * @param bound whether the endpoint is bound; if not, it connects
     * @return the notices
     */
    public static PeerNotices of(SocketOptions options, boolean bound) {
        RouterNotification notification = options.routerNotify();
        return new PeerNotices(
                options.helloMessage(),
                bound ? options.disconnectMessage() : options.hiccupMessage(),
                notification == RouterNotification.CONNECT || notification == RouterNotification.BOTH,
                notification == RouterNotification.DISCONNECT || notification == RouterNotification.BOTH);
    }

    /** {@return the body of the message that each peer is sent first, or {@code null}} */
    public byte @Nullable [] hello() {
        return hello == null ? null : hello.bytes();
    }

    /** {@return the body of the message that is received last of a peer that has gone, or {@code null}} */
    public byte @Nullable [] farewell() {
        return farewell == null ? null : farewell.bytes();
    }

    /** {@return the frame that is sent before all messages, or {@code null}} */
    byte @Nullable [] helloFrame() {
        return hello == null ? null : frame(hello.bytes());
    }

    /** {@return the frame that is received before all that a peer sends, or no byte} */
    ByteBuffer arrivalFrame() {
        return ByteBuffer.wrap(notifiesArrival ? frame(EMPTY) : EMPTY);
    }

    private static byte[] frame(byte[] body) {
        int header = FrameDescriptor.headerLength(body.length);
        byte[] frame = new byte[header + body.length];
        FrameDescriptor.putHeader(frame, 0, 0, body.length);
        System.arraycopy(body, 0, frame, header, body.length);
        return frame;
    }

    /**
     * Puts what is received of a peer that has gone behind all that it has sent.
     *
     * @param incoming queue from the peer, which no connection writes to any more
     * @param events of the socket, which counts what there is no memory for
     * @param endpoint of the connection
     */
    void onDeparted(FrameQueue incoming, SocketEvents events, String endpoint) {
        if (notifiesDeparture) {
            write(EMPTY, incoming, events, endpoint);
        }
        if (farewell != null) {
            write(farewell.bytes(), incoming, events, endpoint);
        }
    }

    private static void write(byte[] body, FrameQueue incoming, SocketEvents events, String endpoint) {
        MessageWriter writer = new MessageWriter(incoming);
        if (writer.writeBeyondMark(new EncodedMessage().encode(body))) {
            writer.consumer().wakeAfterPublish();
        } else {
            events.countDropped(1);
            events.publish(
                    new MonitorEvent.MessagesDropped(endpoint, 1, "no memory for the notice that the peer has gone"));
        }
    }
}
