package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.MessageReceiver;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageSink;
import io.zmqspring.core.message.FrameHandler;
import io.zmqspring.core.message.ZmqMessage;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Receives with our engine: a class for each way, so that none pays for a choice per message. */
abstract class ZmqSpringInbound implements Inbound {

    final MessageReceiver socket;
    private final String endpoint;

    private ZmqSpringInbound(MessageReceiver socket, String endpoint) {
        this.socket = socket;
        this.endpoint = endpoint;
    }

    /** The way that is measured; multipart messages as a whole unless handled in place. */
    static ZmqSpringInbound of(MessageReceiver socket, String endpoint, EngineSettings settings) {
        if (settings.api() == Api.HANDLER) {
            return new InPlace(socket, endpoint);
        }
        if (settings.shape().parts() > 1) {
            return new Whole(socket, endpoint);
        }
        return settings.api() == Api.BUFFER
                ? new Into(socket, endpoint, settings.shape().size())
                : new Allocated(socket, endpoint);
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public abstract void receive(MessageSink sink);

    @Override
    public void close() {
        ((ZmqSocket) socket).close();
    }

    /** A new array for each message. */
    private static final class Allocated extends ZmqSpringInbound {

        Allocated(MessageReceiver socket, String endpoint) {
            super(socket, endpoint);
        }

        @Override
        public void receive(MessageSink sink) {
            byte[] body = socket.receive();
            sink.accept(MessageHeader.read(body), body.length, false);
        }
    }

    /** The same buffer for each message. */
    private static final class Into extends ZmqSpringInbound {

        private final ByteBuffer target;

        Into(MessageReceiver socket, String endpoint, int size) {
            super(socket, endpoint);
            this.target = ByteBuffer.allocateDirect(size);
        }

        @Override
        public void receive(MessageSink sink) {
            target.clear();
            socket.receiveInto(target);
            target.flip();
            sink.accept(MessageHeader.read(target), target.remaining(), false);
        }
    }

    /** Whole messages of several frames. */
    private static final class Whole extends ZmqSpringInbound {

        Whole(MessageReceiver socket, String endpoint) {
            super(socket, endpoint);
        }

        @Override
        public void receive(MessageSink sink) {
            ZmqMessage message = socket.receiveMessage();
            int last = message.frameCount() - 1;
            for (int i = 0; i <= last; i++) {
                byte[] body = message.frame(i);
                sink.accept(MessageHeader.read(body), body.length, i < last);
            }
        }
    }

    /** Frames where they lie in the engine's memory. */
    private static final class InPlace extends ZmqSpringInbound {

        private static final int MAX_MESSAGES_PER_POLL = 1000;
        private static final Duration PATIENCE = Duration.ofMinutes(1);

        private MessageSink sink = (header, length, more) -> {};
        private final FrameHandler handler =
                (body, more) -> sink.accept(MessageHeader.read(body), body.remaining(), more);

        InPlace(MessageReceiver socket, String endpoint) {
            super(socket, endpoint);
        }

        @Override
        public void receive(MessageSink sink) {
            this.sink = sink;
            socket.poll(handler, MAX_MESSAGES_PER_POLL, PATIENCE);
        }
    }
}
