package io.zmqspring.listener;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.template.ZmqOperations;
import java.nio.charset.StandardCharsets;

/**
 * Sends a message that no further attempt will handle to another socket, the dead-letter socket: a frame that says why,
 * and behind it all frames as they were received.
 *
 * <p>The first frame is a JSON object in UTF-8 with the members {@code listener} (its id), {@code socket} (the name of
 * the socket that received the message), {@code attempts} (a number), {@code exception} (its class) and {@code reason}
 * (its message, or {@code null}).
 */
public class SendToSocketRecoverer implements ZmqMessageRecoverer {

    private final ZmqOperations operations;
    private final String socketName;

    /**
     * @param operations sends, waiting for room as its send timeout says
     * @param socketName the name of a socket that sends
     */
    public SendToSocketRecoverer(ZmqOperations operations, String socketName) {
        this.operations = operations;
        this.socketName = socketName;
    }

    @Override
    public void recover(FailedDelivery failed) {
        operations.send(socketName, ZmqMessage.of(reason(failed)).followedBy(failed.message()));
    }

    private static byte[] reason(FailedDelivery failed) {
        Throwable thrown = failed.cause() instanceof ListenerExecutionFailedException
                        && failed.cause().getCause() != null
                ? failed.cause().getCause()
                : failed.cause();
        StringBuilder json = new StringBuilder("{\"listener\":");
        quote(failed.container().getListenerId(), json);
        json.append(",\"socket\":");
        quote(failed.container().getSocketName(), json);
        json.append(",\"attempts\":").append(failed.attempt()).append(",\"exception\":");
        quote(thrown.getClass().getName(), json);
        json.append(",\"reason\":");
        String message = thrown.getMessage();
        if (message == null) {
            json.append("null");
        } else {
            quote(message, json);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '"' || next == '\\') {
                json.append('\\').append(next);
            } else if (next < ' ') {
                json.append(String.format("\\u%04x", (int) next));
            } else {
                json.append(next);
            }
        }
        json.append('"');
    }
}
