package io.zmqspring.core.benchmark.role;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The NULL handshake of a peer without an engine, byte by byte (37/ZMTP, Greeting and The NULL Security Mechanism). */
final class RawHandshake {

    private static final int GREETING_LENGTH = 64;
    private static final int MECHANISM_LENGTH = 20;
    private static final int AS_SERVER_AND_FILLER_LENGTH = 32;
    private static final byte COMMAND_FLAG = 4;

    private RawHandshake() {}

    /**
     * Greets, and returns when the peer has said READY.
     *
     * @param socketType that it says it has
     * @param identity routing id that it announces, or nothing
     * @throws IOException if the peer closes or says something else
     */
    static void complete(SocketChannel channel, String socketType, byte[] identity) throws IOException {
        write(channel, greeting());
        read(channel, GREETING_LENGTH);
        write(channel, ready(socketType, identity));
        ByteBuffer header = read(channel, 2);
        if (header.get(0) != COMMAND_FLAG) {
            throw new IOException("expected a short command: flags=" + header.get(0));
        }
        ByteBuffer command = read(channel, header.get(1) & 0xff);
        byte[] name = new byte[command.get()];
        command.get(name);
        if (!"READY".equals(new String(name, StandardCharsets.US_ASCII))) {
            throw new IOException("expected READY: command=" + new String(name, StandardCharsets.US_ASCII));
        }
    }

    private static ByteBuffer greeting() {
        ByteBuffer bytes = ByteBuffer.allocate(GREETING_LENGTH);
        bytes.put((byte) 0xff).putLong(1).put((byte) 0x7f);
        bytes.put((byte) 3).put((byte) 1);
        bytes.put(text("NULL")).put(new byte[MECHANISM_LENGTH - 4]);
        bytes.put(new byte[AS_SERVER_AND_FILLER_LENGTH]);
        return bytes.flip();
    }

    private static ByteBuffer ready(String socketType, byte[] identity) {
        ByteBuffer body = ByteBuffer.allocate(64);
        body.put((byte) 5).put(text("READY"));
        body.put((byte) 11).put(text("Socket-Type")).putInt(socketType.length()).put(text(socketType));
        if (identity.length > 0) {
            body.put((byte) 8).put(text("Identity")).putInt(identity.length).put(identity);
        }
        body.flip();
        ByteBuffer frame = ByteBuffer.allocate(2 + body.remaining());
        frame.put(COMMAND_FLAG).put((byte) body.remaining()).put(body);
        return frame.flip();
    }

    private static byte[] text(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException(
                        "peer closed during the handshake: expected=" + length + ", received=" + bytes.position());
            }
        }
        return bytes.flip();
    }
}
