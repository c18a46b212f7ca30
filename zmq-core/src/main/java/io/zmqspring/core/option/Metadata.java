package io.zmqspring.core.option;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Properties of the application that a socket announces to its peers in the handshake (37/ZMTP, Connection Metadata),
 * such as {@code X-Tenant}. Immutable.
 */
public final class Metadata {

    /** No property. */
    public static final Metadata NONE = new Metadata(Map.of());

    /** Prefix of the names, in upper or lower case: other names belong to ZMTP. */
    public static final String PREFIX = "X-";

    /** Longest name in bytes. */
    public static final int MAX_NAME_BYTES = 255;

    /**
     * Most bytes of all names and values. A peer of this library keeps 4 KiB, socket type and routing id among them.
     */
    public static final int MAX_BYTES = 3072;

    private final Map<String, String> values;

    private Metadata(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Creates metadata.
     *
     * @param values by name, copied. A name begins with {@value #PREFIX} and goes on with ASCII letters, digits and
     *     {@code - _ . +}; a value is sent as UTF-8
     * @return the metadata
     * @throws IllegalArgumentException when a name cannot be sent, comes twice in other letters, or all together have
     *     more than {@value #MAX_BYTES} bytes
     */
    public static Metadata of(Map<String, String> values) {
        Map<String, String> copied = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        long bytes = 0;
        for (Map.Entry<String, String> value : values.entrySet()) {
            String name = value.getKey();
            requireName(name);
            if (copied.put(name, value.getValue()) != null) {
                throw new IllegalArgumentException(
                        "a name of metadata comes twice, upper and lower case are the same: name=\"" + name
                                + "\", names=" + values.keySet());
            }
            bytes += name.length() + value.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("the names and values of metadata have at most " + MAX_BYTES
                    + " bytes together: bytes=" + bytes + ", names=" + values.keySet());
        }
        return copied.isEmpty() ? NONE : new Metadata(Collections.unmodifiableMap(copied));
    }

    /**
     * Creates metadata of one property.
     *
     * @param name as {@link #of(Map)} takes it
     * @param value its value
     * @return the metadata
     * @throws IllegalArgumentException as {@link #of(Map)}
     */
    public static Metadata of(String name, String value) {
        return of(Map.of(name, value));
    }

    private static void requireName(String name) {
        boolean valid = name.length() > PREFIX.length()
                && name.length() <= MAX_NAME_BYTES
                && name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
        for (int i = 0; valid && i < name.length(); i++) {
            valid = isNameCharacter(name.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException("a name of metadata begins with " + PREFIX + " and has up to "
                    + MAX_NAME_BYTES + " ASCII letters, digits and - _ . +: name=\"" + name + "\"");
        }
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.+".indexOf(c) >= 0;
    }

    /** {@return the values by name, in the order of the names, not modifiable; found whatever the case of a name} */
    public Map<String, String> values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata metadata && values.equals(metadata.values);
    }

    @Override
    public int hashCode() {
        return Map.copyOf(values).hashCode();
    }

    /** Shows names and values. */
    @Override
    public String toString() {
        return values.toString();
    }
}
