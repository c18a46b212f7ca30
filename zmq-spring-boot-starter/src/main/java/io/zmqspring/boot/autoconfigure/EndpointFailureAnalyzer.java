package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.SocketStartException;
import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Explains why a named socket could not be opened: its port or path is taken, or its endpoint is malformed. */
class EndpointFailureAnalyzer extends AbstractFailureAnalyzer<SocketStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SocketStartException cause) {
        String property = "zmq.sockets." + cause.socketName() + (cause.isBinding() ? ".bind" : ".connect");
        String reason = cause.getCause() == null ? "" : ": " + cause.getCause().getMessage();
        String description = "ZeroMQ " + cause.getMessage() + reason + ".";
        return new FailureAnalysis(description, action(cause, property), cause);
    }

    private static String action(SocketStartException cause, String property) {
        if (isRefusedBySystem(cause)) {
            return "Stop whatever else uses " + cause.endpoint() + ", or change " + property
                    + ". A port of 0 or * takes a free one.";
        }
        return "Correct " + property
                + ". Endpoints look like tcp://host:port, tcp://*:port (bind only), ipc:///path or inproc://name.";
    }

    private static boolean isRefusedBySystem(SocketStartException cause) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(cause);
        return root instanceof BindException || mentionsUse(root.getMessage());
    }

    private static boolean mentionsUse(@Nullable String message) {
        return message != null && message.contains("in use");
    }
}
