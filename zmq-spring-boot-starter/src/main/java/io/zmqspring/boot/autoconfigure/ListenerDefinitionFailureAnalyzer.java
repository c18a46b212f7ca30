package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a listener cannot work. */
class ListenerDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<ZmqListenerDefinitionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqListenerDefinitionException cause) {
        return new FailureAnalysis("ZeroMQ " + cause.getMessage() + ".", action(cause), cause);
    }

    private static String action(ZmqListenerDefinitionException cause) {
        if (cause.getCause() instanceof ZmqUnknownSocketException unknown) {
            return UnknownSocketFailureAnalyzer.action(unknown);
        }
        if (cause.getCause() instanceof ZmqSocketTypeException wrongType) {
            return "Name a socket of one of the types " + wrongType.allowedTypes() + ", or change zmq.sockets."
                    + wrongType.socketName() + ".type.";
        }
        return "Correct the listener at " + cause.listener() + ".";
    }
}
