package io.zmqspring.core.option;

import java.nio.charset.StandardCharsets;

/** A text that appears neither in errors nor in logs, such as a password. Immutable. */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Hides a text.
     *
     * @param value the text
     * @return the secret
     */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** {@return the text} */
    public String value() {
        return value;
    }

    int bytes() {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "(hidden)";
    }
}
