package io.zmqspring.core.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes of ZMTP 3 (37/ZMTP), written out by hand; also those that no well-behaved peer would send. */
public final class Zmtp {

    /** Flag bit 0. */
    public static final int MORE = 1;

    /** Flag bit 1. */
    public static final int LONG = 2;

    /** Flag bit 2. */
    public static final int COMMAND = 4;

    /** Length of a greeting in bytes. */
    public static final int GREETING_LENGTH = 64;

    private static final int MAJOR_OFFSET = 10;
    private static final int MECHANISM_OFFSET = 12;
    private static final int MAX_SHORT_BODY = 255;

    private Zmtp() {}

    /** {@return the greeting of a peer that speaks 3.1 with the mechanism NULL} */
    public static byte[] greeting() {
        return greeting(3, 1, "NULL");
    }

    /** {@return the greeting of a peer that speaks the given version and mechanism} */
    public static byte[] greeting(int major, int minor, String mechanism) {
        byte[] bytes = new byte[GREETING_LENGTH];
        bytes[0] = (byte) 0xFF;
        bytes[8] = 1;
        bytes[9] = 0x7F;
        bytes[MAJOR_OFFSET] = (byte) major;
        bytes[MAJOR_OFFSET + 1] = (byte) minor;
        byte[] name = ascii(mechanism);
        System.arraycopy(name, 0, bytes, MECHANISM_OFFSET, name.length);
        return bytes;
    }

    /** {@return the READY command of a peer with the given socket type} */
    public static byte[] ready(String socketType) {
        byte[] name = ascii("Socket-Type");
        byte[] value = ascii(socketType);
        ByteBuffer property = ByteBuffer.allocate(1 + name.length + 4 + value.length);
        property.put((byte) name.length).put(name).putInt(value.length).put(value);
        return command("READY", property.array());
    }

    /** {@return a PING command} */
    public static byte[] ping(int ttlDeciseconds, byte[] context) {
        return command("PING", join(new byte[] {(byte) (ttlDeciseconds >> 8), (byte) ttlDeciseconds}, context));
    }

    /** {@return a command frame} */
    public static byte[] command(String name, byte[] data) {
        return frame(COMMAND, join(new byte[] {(byte) name.length()}, ascii(name), data));
    }

    /** {@return a message of one frame} */
    public static byte[] message(String body) {
        return frame(0, ascii(body));
    }

    /** {@return a frame with the given flags, LONG set where the body needs it} */
    public static byte[] frame(int flags, byte[] body) {
        if (body.length > MAX_SHORT_BODY) {
            return join(longHeader(flags, body.length), body);
        }
        return join(new byte[] {(byte) flags, (byte) body.length}, body);
    }

    /** {@return the first nine bytes of a frame with a length of 64 bits} */
    public static byte[] longHeader(int flags, long length) {
        return ByteBuffer.allocate(9).put((byte) (flags | LONG)).putLong(length).array();
    }

    /** {@return the arrays, one behind the other} */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** {@return the text as bytes} */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** {@return the bytes as text} */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
