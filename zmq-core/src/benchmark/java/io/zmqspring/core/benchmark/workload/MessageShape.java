package io.zmqspring.core.benchmark.workload;

/**
 * What every message of a run looks like.
 *
 * @param size of each part in bytes, at least {@link MessageHeader#LENGTH}
 * @param parts of each message, at least one
 */
public record MessageShape(int size, int parts) {

    public MessageShape {
        if (size < MessageHeader.LENGTH) {
            throw new IllegalArgumentException(
                    "messages carry a sequence number: size=" + size + ", least=" + MessageHeader.LENGTH);
        }
        if (parts < 1) {
            throw new IllegalArgumentException("a message has at least one part: parts=" + parts);
        }
    }

    public static MessageShape from(Arguments arguments) {
        return new MessageShape(arguments.integer("size", 10), arguments.integer("parts", 1));
    }
}
