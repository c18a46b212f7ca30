package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.error.ZmqEndpointException;
import io.zmqspring.core.error.ZmqSocketStartException;
import java.net.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Explains why a named socket could not be opened: its port is taken, its address is not ours, or it is malformed. */
class EndpointFailureAnalyzer extends AbstractFailureAnalyzer<ZmqSocketStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqSocketStartException cause) {
        String property = "zmq.sockets." + cause.socketName() + (cause.isBinding() ? ".bind" : ".connect");
        String reason = cause.getCause() instanceof ZmqEndpointException engine ? ": " + engine.reason() : "";
        String description = "ZeroMQ " + cause.getMessage() + reason + ".";
        return new FailureAnalysis(description, action(cause, property), cause);
    }

    private static String action(ZmqSocketStartException cause, String property) {
        if (isInUse(cause)) {
            return "Stop whatever else uses " + cause.endpoint() + ", or change " + property
                    + ". A port of 0 or * takes a free one.";
        }
        if (NestedExceptionUtils.getMostSpecificCause(cause) instanceof BindException) {
            return "Bind an address that this machine has and this user may use, or change " + property + ".";
        }
        return "Correct " + property
                + ". Endpoints look like tcp://host:port, tcp://*:port (bind only), ipc:///path or inproc://name.";
    }

    /** The engine says it in these words on every platform and in every language. */
    private static boolean isInUse(ZmqSocketStartException cause) {
        Throwable engine = cause.getCause();
        return engine != null && String.valueOf(engine.getMessage()).contains("address already in use");
    }
}
