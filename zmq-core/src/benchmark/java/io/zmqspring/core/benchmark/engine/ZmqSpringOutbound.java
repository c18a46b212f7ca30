package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.MessageSender;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageShape;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sends with our engine in the way that is measured. A send copies, so that each writer fills the same memory again.
 */
final class ZmqSpringOutbound implements Outbound {

    private final MessageSender socket;
    private final String endpoint;
    private final EngineSettings settings;

    ZmqSpringOutbound(MessageSender socket, String endpoint, EngineSettings settings) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.settings = settings;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        ((ZmqSocket) socket).close();
    }

    @Override
    public MessageWriter writer() {
        MessageShape shape = settings.shape();
        if (shape.parts() > 1) {
            return multipartWriter(shape);
        }
        return settings.api() == Api.BYTES ? arrayWriter(shape.size()) : bufferWriter(shape.size());
    }

    private MessageWriter arrayWriter(int size) {
        byte[] body = new byte[size];
        return header -> {
            MessageHeader.write(body, header);
            socket.send(body);
        };
    }

    private MessageWriter bufferWriter(int size) {
        ByteBuffer body = ByteBuffer.allocateDirect(size);
        return header -> {
            MessageHeader.write(body, header);
            body.clear();
            socket.send(body);
        };
    }

    private MessageWriter multipartWriter(MessageShape shape) {
        byte[] body = new byte[shape.size()];
        byte[][] frames = new byte[shape.parts()][];
        Arrays.fill(frames, body);
        ZmqMessage message = ZmqMessage.of(frames);
        return header -> {
            MessageHeader.write(body, header);
            socket.send(message);
        };
    }
}
