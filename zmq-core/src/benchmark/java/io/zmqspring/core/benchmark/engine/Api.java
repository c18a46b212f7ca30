package io.zmqspring.core.benchmark.engine;

import java.util.Arrays;
import java.util.Locale;

/** Way in which messages cross the border between caller and our engine. */
public enum Api {

    /** {@code byte[]} in, a new {@code byte[]} out. */
    BYTES,

    /** The caller's {@code ByteBuffer} in and out. */
    BUFFER,

    /** The caller's {@code ByteBuffer} in, a handler that sees the message in place out. */
    HANDLER;

    public static Api named(String name) {
        return Arrays.stream(values())
                .filter(api -> api.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown api: " + name + "; known=" + Arrays.toString(values())));
    }
}
