package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.ZmqUnknownSocketException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that a socket was asked for that is not configured. */
class UnknownSocketFailureAnalyzer extends AbstractFailureAnalyzer<ZmqUnknownSocketException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqUnknownSocketException cause) {
        return new FailureAnalysis("ZeroMQ: " + cause.getMessage() + ".", action(cause), cause);
    }

    static String action(ZmqUnknownSocketException cause) {
        return "Configure the socket under zmq.sockets." + cause.socketName()
                + (cause.knownNames().isEmpty() ? "." : ", or use one of " + cause.knownNames() + ".");
    }
}
