package io.zmqspring.core.benchmark.engine;

import io.zmqspring.core.benchmark.workload.MessageHeader;
import io.zmqspring.core.benchmark.workload.MessageSink;
import org.zeromq.ZMQ;

/**
 * A JeroMQ socket. It keeps the arrays it is given, so that each message needs one of its own; and it is not safe for
 * several threads, so that these share it under a lock.
 */
final class JeroMqSocket implements DuplexEnd {

    private final ZMQ.Socket socket;
    private final String endpoint;
    private final EngineSettings settings;
    private final Object lock = new Object();

    JeroMqSocket(ZMQ.Socket socket, String endpoint, EngineSettings settings) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.settings = settings;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void receive(MessageSink sink) {
        byte[] body = socket.recv();
        if (body == null) {
            throw new IllegalStateException("receive failed: errno=" + socket.errno());
        }
        boolean more = settings.shape().parts() > 1 && socket.hasReceiveMore();
        sink.accept(MessageHeader.read(body), body.length, more);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public MessageWriter writer() {
        return settings.threads() == 1 ? this::send : this::sendLocked;
    }

    private void sendLocked(long header) {
        synchronized (lock) {
            send(header);
        }
    }

    private void send(long header) {
        for (int left = settings.shape().parts() - 1; left >= 0; left--) {
            byte[] body = new byte[settings.shape().size()];
            MessageHeader.write(body, header);
            if (!socket.send(body, left > 0 ? ZMQ.SNDMORE : 0)) {
                throw new IllegalStateException("send failed: errno=" + socket.errno());
            }
        }
    }
}
