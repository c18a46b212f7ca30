package io.zmqspring.docs;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of a connection, which completes the handshake of ZMTP 3.1 (37/ZMTP) and then says nothing more. */
final class SilentPeer {

    private static final int GREETING_BYTES = 64;
    private static final int COMMAND = 4;

    private SilentPeer() {}

    /**
     * Sends greeting and READY, and reads those of the other side.
     *
     * @param connection accepted
     * @param type of the socket that it pretends to be
     */
    static void shakeHands(Socket connection, String type) throws IOException {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        greeting[11] = 1;
        System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
        ByteArrayOutputStream ready = new ByteArrayOutputStream();
        text(ready, 1, "READY");
        text(ready, 1, "Socket-Type");
        text(ready, 4, type);

        connection.getOutputStream().write(greeting);
        connection.getOutputStream().write(new byte[] {COMMAND, (byte) ready.size()});
        connection.getOutputStream().write(ready.toByteArray());
        DataInputStream in = new DataInputStream(connection.getInputStream());
        in.readNBytes(GREETING_BYTES + 1);
        in.readNBytes(in.readUnsignedByte());
    }

    private static void text(ByteArrayOutputStream target, int lengthBytes, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        target.writeBytes(new byte[lengthBytes - 1]);
        target.write(bytes.length);
        target.writeBytes(bytes);
    }
}
