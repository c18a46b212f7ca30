package io.zmqspring.core;

import org.jspecify.annotations.Nullable;

/**
 * Traffic of a {@link ZmqProxy} so far, a snapshot. With one socket on both sides, it received as the frontend and
 * sent as the backend.
 *
 * @param frontendReceived what came from the frontend socket
 * @param frontendSent what the frontend socket accepted to send
 * @param backendReceived what came from the backend socket
 * @param backendSent what the backend socket accepted to send
 * @param refused messages that were dropped since the other socket never takes them: several frames for a socket that
 *     sends single ones, no peer of that routing id for a mandatory ROUTER, no frame behind the routing id, or too
 *     large
 * @param lastRefusal why the last of those was refused, or the last from the frontend, or {@code null}
 * @param notCaptured messages of which the capture socket got no copy: it had no room, or was closed
 * @param unansweredCommands commands of the control socket that are unknown, or whose answer could not be sent
 */
public record ProxyStatistics(
        Traffic frontendReceived,
        Traffic frontendSent,
        Traffic backendReceived,
        Traffic backendSent,
        long refused,
        @Nullable String lastRefusal,
        long notCaptured,
        long unansweredCommands) {

    /**
     * Messages one way.
     *
     * @param messages whole messages
     * @param frames of them, routing ids that a ROUTER puts ahead included
     * @param bytes of the bodies of those frames
     */
    public record Traffic(long messages, long frames, long bytes) {

        /** No messages. */
        public static final Traffic NONE = new Traffic(0, 0, 0);
    }
}
