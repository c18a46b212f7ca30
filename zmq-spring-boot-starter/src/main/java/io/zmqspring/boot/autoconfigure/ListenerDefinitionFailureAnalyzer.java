package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.ListenerDefinitionException;
import io.zmqspring.support.SocketTypeException;
import io.zmqspring.support.UnknownSocketException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a listener cannot work. */
class ListenerDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<ListenerDefinitionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ListenerDefinitionException cause) {
        return new FailureAnalysis("ZeroMQ " + cause.getMessage() + ".", action(cause), cause);
    }

    private static String action(ListenerDefinitionException cause) {
        if (cause.getCause() instanceof UnknownSocketException unknown) {
            return UnknownSocketFailureAnalyzer.action(unknown);
        }
        if (cause.getCause() instanceof SocketTypeException wrongType) {
            return "Name a socket of one of the types " + wrongType.allowedTypes() + ", or change zmq.sockets."
                    + wrongType.socketName() + ".type.";
        }
        return "Correct the listener at " + cause.listener() + ".";
    }
}
