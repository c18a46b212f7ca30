package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.RouterSocket;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageSink;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A ROUTER socket of our engine, which answers the peer of the last message, or sends to one peer. */
final class ZmqSpringRouter implements DuplexEnd {

    private static final int MAX_MESSAGES_PER_POLL = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RouterSocket socket;
    private final String endpoint;
    private final EngineSettings settings;
    private final FrameHandler handler = this::onFrame;

    private byte[] peer;
    private boolean isBody;
    private MessageSink sink = (header, length, more) -> {};

    ZmqSpringRouter(RouterSocket socket, String endpoint, EngineSettings settings, byte[] peer) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.settings = settings;
        this.peer = peer;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void receive(MessageSink sink) {
        if (settings.api() == Api.HANDLER) {
            this.sink = sink;
            socket.poll(handler, MAX_MESSAGES_PER_POLL, PATIENCE);
        } else {
            ZmqMessage message = socket.receiveMessage();
            peer = message.frame(0);
            byte[] body = message.frame(1);
            sink.accept(MessageHeader.read(body), body.length, message.frameCount() > 2);
        }
    }

    private void onFrame(ByteBuffer frame, boolean more) {
        if (isBody) {
            sink.accept(MessageHeader.read(frame), frame.remaining(), more);
        } else {
            keepPeer(frame);
        }
        isBody = more;
    }

    private void keepPeer(ByteBuffer id) {
        if (id.remaining() != peer.length) {
            peer = new byte[id.remaining()];
        }
        id.get(peer);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public MessageWriter writer() {
        int size = settings.shape().size();
        return settings.api() == Api.BYTES ? arrayWriter(size) : bufferWriter(size);
    }

    private MessageWriter arrayWriter(int size) {
        byte[] body = new byte[size];
        return header -> {
            MessageHeader.write(body, header);
            socket.send(peer, body);
        };
    }

    private MessageWriter bufferWriter(int size) {
        ByteBuffer body = ByteBuffer.allocateDirect(size);
        return header -> {
            MessageHeader.write(body, header);
            body.clear();
            socket.send(peer, body);
        };
    }
}
