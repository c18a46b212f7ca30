package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageSink;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.Message;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Receives with our engine in the way that is measured; multipart messages as a whole unless handled in place. */
final class ZmqSpringInbound implements Inbound {

    private static final int MAX_MESSAGES_PER_POLL = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MessageReceiver socket;
    private final String endpoint;
    private final Api api;
    private final boolean isMultipart;
    private final ByteBuffer target;

    private MessageSink sink = (header, length, more) -> {};
    private final FrameHandler handler = (body, more) -> sink.accept(MessageHeader.read(body), body.remaining(), more);

    ZmqSpringInbound(MessageReceiver socket, String endpoint, EngineSettings settings) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.api = settings.api();
        this.isMultipart = settings.shape().parts() > 1;
        this.target = ByteBuffer.allocateDirect(settings.shape().size());
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void receive(MessageSink sink) {
        if (api == Api.HANDLER) {
            this.sink = sink;
            socket.poll(handler, MAX_MESSAGES_PER_POLL, PATIENCE);
        } else if (isMultipart) {
            receiveMessage(sink);
        } else if (api == Api.BUFFER) {
            target.clear();
            socket.receiveInto(target);
            target.flip();
            sink.accept(MessageHeader.read(target), target.remaining(), false);
        } else {
            byte[] body = socket.receive();
            sink.accept(MessageHeader.read(body), body.length, false);
        }
    }

    private void receiveMessage(MessageSink sink) {
        Message message = socket.receiveMessage();
        int last = message.frameCount() - 1;
        for (int i = 0; i <= last; i++) {
            byte[] body = message.frame(i);
            sink.accept(MessageHeader.read(body), body.length, i < last);
        }
    }
}
