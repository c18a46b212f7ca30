package io.zmqspring.core.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.ZContext;
import org.zeromq.ZMQ.Socket;

/** A JeroMQ socket with a context of its own, so that all of it has ended when {@link #close} returns. */
final class JeroMqPeer implements Peer {

    private final ZContext context = new ZContext();
    private final Socket socket;

    JeroMqPeer(SocketType type, Duration heartbeatInterval) {
        socket = context.createSocket(org.zeromq.SocketType.valueOf(type.name()));
        socket.setReceiveTimeOut((int) Limits.WAIT.toMillis());
        socket.setSendTimeOut((int) Limits.WAIT.toMillis());
        socket.setHeartbeatIvl((int) heartbeatInterval.toMillis());
        socket.setHeartbeatTimeout((int) Limits.WAIT.toMillis());
        socket.setLinger(0);
    }

    /** {@return the version of its jar, since {@code ZMQ.getVersionString()} is that of the libzmq it follows} */
    @Override
    public String library() {
        return "JeroMQ "
                + Path.of(ZContext.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .getFileName()
                        .toString()
                        .replaceAll("jeromq-|\\.jar", "");
    }

    @Override
    public void bind(String endpoint) {
        assertThat(socket.bind(endpoint)).as("bound to %s", endpoint).isTrue();
    }

    @Override
    public void connect(String endpoint) {
        assertThat(socket.connect(endpoint)).as("connect to %s", endpoint).isTrue();
    }

    /** {@return the endpoint of the last bind, with its real port} */
    String lastEndpoint() {
        return socket.getLastEndpoint();
    }

    @Override
    public void send(int... sizes) {
        sendFrames(Frames.message(sizes).frames());
    }

    @Override
    public void echo() {
        sendFrames(receiveFrames());
    }

    private void sendFrames(List<byte[]> frames) {
        for (int i = 0; i < frames.size() - 1; i++) {
            assertThat(socket.sendMore(frames.get(i))).as("frame %d sent", i).isTrue();
        }
        assertThat(socket.send(frames.get(frames.size() - 1)))
                .as("last frame sent")
                .isTrue();
    }

    @Override
    public void subscribe(byte[] topic) {
        look();
        assertThat(socket.subscribe(topic)).as("subscribed").isTrue();
    }

    @Override
    public void unsubscribe(byte[] topic) {
        assertThat(socket.unsubscribe(topic)).as("unsubscribed").isTrue();
    }

    @Override
    public void look() {
        socket.getEvents();
    }

    @Override
    public void sendBytes(byte[] body) {
        look();
        assertThat(socket.send(body)).as("sent").isTrue();
    }

    @Override
    public String receive() {
        return Frames.describe(receiveFrames());
    }

    private List<byte[]> receiveFrames() {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            assertThat(frame).as("frame %d", frames.size()).isNotNull();
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return frames;
    }

    @Override
    public void count(int first, int howMany) {
        for (int number = first; number < first + howMany; number++) {
            assertThat(socket.send(Frames.number(number))).as("%d sent", number).isTrue();
        }
    }

    @Override
    public void expect(int first, int howMany) {
        for (int number = first; number < first + howMany; number++) {
            List<byte[]> frames = receiveFrames();
            assertThat(frames).hasSize(1);
            assertThat(Frames.number(frames.get(0))).isEqualTo(number);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
