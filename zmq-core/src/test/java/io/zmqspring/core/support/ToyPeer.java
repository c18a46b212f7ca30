package io.zmqspring.core.support;

import io.zmqspring.core.zmtp.CommandCodec;
import io.zmqspring.core.zmtp.TrafficCodec;
import java.nio.ByteBuffer;

/** A bare TCP socket that speaks {@link ToyMechanism}, and gets wrong what a test wants. */
public final class ToyPeer implements AutoCloseable {

    private final RawPeer raw;
    private final TrafficCodec codec;

    private ToyPeer(RawPeer raw, TrafficCodec codec) {
        this.raw = raw;
        this.codec = codec;
    }

    /** {@return a client that has come as far as the server's WELCOME; what follows may be sent at once} */
    public static ToyPeer client(RawPeer raw) {
        long number = System.nanoTime();
        raw.send(Zmtp.greeting(3, 1, ToyMechanism.NAME), Zmtp.command("HELLO", ToyMechanism.bytes(number)));
        raw.readGreeting();
        long serverNumber = ByteBuffer.wrap(raw.readFrame().commandData()).getLong();
        ToyMechanism mechanism = ToyMechanism.client(ToyMechanism.Style.STREAMING);
        return new ToyPeer(raw, mechanism.codec(number, serverNumber));
    }

    /** {@return a client whose handshake is complete} */
    public static ToyPeer connect(String endpoint, String socketType) {
        ToyPeer peer = client(RawPeer.connect(endpoint));
        peer.raw.send(initiate(socketType));
        peer.raw.readFrame();
        return peer;
    }

    /** {@return a server whose handshake is complete} */
    public static ToyPeer server(RawPeer raw, String socketType) {
        long number = System.nanoTime();
        raw.send(Zmtp.greeting(3, 1, ToyMechanism.NAME));
        raw.readGreeting();
        long clientNumber = ByteBuffer.wrap(raw.readFrame().commandData()).getLong();
        raw.send(Zmtp.command("WELCOME", ToyMechanism.bytes(number)));
        raw.readFrame();
        raw.send(Zmtp.ready(socketType));
        ToyMechanism mechanism = ToyMechanism.server(ToyMechanism.Style.STREAMING);
        return new ToyPeer(raw, mechanism.codec(clientNumber, number));
    }

    /** {@return the INITIATE of a socket type} */
    public static byte[] initiate(String socketType) {
        byte[] ready = Zmtp.ready(socketType);
        byte[] properties = new byte[ready.length - 2 - 6];
        System.arraycopy(ready, 8, properties, 0, properties.length);
        return CommandCodec.frame("INITIATE", properties);
    }

    /** {@return the bare socket} */
    public RawPeer raw() {
        return raw;
    }

    /** {@return a frame as it goes to the peer next} */
    public byte[] frame(int flags, byte[] body) {
        return ToyCodec.encode(codec.encoder(), flags, body);
    }

    /** {@return a command as it goes to the peer next} */
    public byte[] command(byte[] plainFrame) {
        byte[] body = new byte[plainFrame.length - 2];
        System.arraycopy(plainFrame, 2, body, 0, body.length);
        return frame(Zmtp.COMMAND, body);
    }

    /** {@return the next frame, decoded} */
    public RawPeer.Frame read() {
        RawPeer.Frame coded = raw.readFrame();
        byte[] bytes = Zmtp.frame(coded.flags() & Zmtp.MORE, coded.body());
        ByteBuffer plain = ByteBuffer.allocate(bytes.length + 64);
        codec.decoder().decode(ByteBuffer.wrap(bytes), plain);
        plain.flip();
        int flags = plain.get();
        int length = (flags & Zmtp.LONG) == 0 ? plain.get() & 0xFF : Math.toIntExact(plain.getLong());
        byte[] body = new byte[length];
        plain.get(body);
        return new RawPeer.Frame(flags, body);
    }

    @Override
    public void close() {
        raw.close();
    }
}
