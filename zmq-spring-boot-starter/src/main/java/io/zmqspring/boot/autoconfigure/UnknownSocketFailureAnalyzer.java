package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.UnknownSocketException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that a socket was asked for that is not configured. */
class UnknownSocketFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSocketException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownSocketException cause) {
        return new FailureAnalysis("ZeroMQ: " + cause.getMessage() + ".", action(cause), cause);
    }

    static String action(UnknownSocketException cause) {
        return "Configure the socket under zmq.sockets." + cause.socketName()
                + (cause.knownNames().isEmpty() ? "." : ", or use one of " + cause.knownNames() + ".");
    }
}
