package io.zmqspring.sample.jupyter;

import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends messages to the kernel, all of one session. Any thread may call any method. */
@Component
@JupyterProfile
class KernelClient {

    private static final String VERSION = "5.3";

    private final String session = UUID.randomUUID().toString();
    private final ZmqTemplate zmq;
    private final WireProtocol wire;
    private final JsonMapper json;

    KernelClient(ZmqTemplate zmq, WireProtocol wire, JsonMapper json) {
        this.zmq = zmq;
        this.wire = wire;
        this.json = json;
    }

    /** {@return an empty content} */
    ObjectNode content() {
        return json.createObjectNode();
    }

    /** {@return a message that belongs to no other} */
    KernelMessage request(String type, ObjectNode content) {
        return new KernelMessage(header(type), json.createObjectNode(), content);
    }

    /** {@return the reply to a request of the kernel} */
    KernelMessage reply(String type, KernelMessage request, ObjectNode content) {
        return new KernelMessage(header(type), request.header(), content);
    }

    /**
     * Sends a message, without waiting.
     *
     * @throws KernelException when the kernel is not there or has no room
     */
    void send(Channel channel, KernelMessage message) {
        boolean sent;
        try {
            sent = zmq.trySend(channel.socket(), wire.write(message), Duration.ZERO);
        } catch (ZmqClosedException betweenTwoKernels) {
            sent = false;
        }
        if (!sent) {
            throw new KernelException("The kernel takes no " + message.type() + " over " + channel.socket() + " now.");
        }
    }

    private ObjectNode header(String type) {
        return json.createObjectNode()
                .put("msg_id", UUID.randomUUID().toString())
                .put("msg_type", type)
                .put("session", session)
                .put("username", "sample")
                .put("date", Instant.now().toString())
                .put("version", VERSION);
    }
}
