package io.zmqspring.sample.jupyter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zmqspring.core.message.ZmqMessage;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Frames of messages: routing ids or a topic, if any, the delimiter {@code <IDS|MSG>}, the signature, and four objects
 * of JSON, which the signature covers: header, parent header, metadata, content. Buffers may follow; none is used here.
 * Any thread may call any method.
 */
@Component
@JupyterProfile
class WireProtocol {

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(US_ASCII);
    private static final int SIGNED = 4;

    private final Signer signer;
    private final JsonMapper json;

    WireProtocol(Signer signer, JsonMapper json) {
        this.signer = signer;
        this.json = json;
    }

    /** {@return the frames of a message, signed} */
    ZmqMessage write(KernelMessage message) {
        List<byte[]> signed = List.of(
                json.writeValueAsBytes(message.header()),
                json.writeValueAsBytes(message.parent()),
                json.writeValueAsBytes(json.createObjectNode()),
                json.writeValueAsBytes(message.content()));
        return ZmqMessage.of(
                DELIMITER, signer.sign(signed), signed.get(0), signed.get(1), signed.get(2), signed.get(3));
    }

    /**
     * Reads a message.
     *
     * @throws RefusedMessageException when frames are missing, the signature is not that of this key, or something is
     *     no object of JSON; nothing is parsed before the signature is verified
     */
    KernelMessage read(ZmqMessage message) {
        List<byte[]> frames = message.frames();
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        int begin = delimiter + 2;
        if (frames.size() < begin + SIGNED) {
            throw new RefusedMessageException("a message of " + frames.size() + " frames, with the delimiter as number "
                    + delimiter + ", is not one of a kernel: a signature and " + SIGNED + " frames must follow it");
        }
        List<byte[]> signed = frames.subList(begin, begin + SIGNED);
        if (!signer.isValid(frames.get(begin - 1), signed)) {
            throw new RefusedMessageException("a message is not signed with the key of the kernel: its signature is '"
                    + new String(frames.get(begin - 1), US_ASCII) + "'");
        }
        return new KernelMessage(
                object("header", signed.get(0)),
                object("parent header", signed.get(1)),
                object("content", signed.get(3)));
    }

    private JsonNode object(String name, byte[] frame) {
        try {
            JsonNode node = json.readTree(frame);
            if (node.isObject()) {
                return node;
            }
            throw new RefusedMessageException("the " + name + " of a message is no object of JSON but " + node);
        } catch (JacksonException malformed) {
            throw new RefusedMessageException("the " + name + " of a message is no JSON: " + malformed.getMessage());
        }
    }
}
