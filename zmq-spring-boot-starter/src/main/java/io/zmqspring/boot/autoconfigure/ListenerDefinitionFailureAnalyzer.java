package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.ZmqListenerDefinitionException;
import io.zmqspring.support.ZmqSocketTypeException;
import io.zmqspring.support.ZmqUnknownSocketException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;
import org.springframework.messaging.converter.MessageConversionException;

/** Explains why a listener cannot work. */
class ListenerDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<ZmqListenerDefinitionException> {

    private final Environment environment;

    ListenerDefinitionFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqListenerDefinitionException cause) {
        return new FailureAnalysis("ZeroMQ " + cause.getMessage() + ".", action(cause), cause);
    }

    private String action(ZmqListenerDefinitionException cause) {
        if (cause.getCause() instanceof ZmqUnknownSocketException unknown) {
            return UnknownSocketFailureAnalyzer.action(unknown);
        }
        if (cause.getCause() instanceof ZmqSocketTypeException wrongType) {
            if (!ConfiguredSockets.of(environment).containsKey(wrongType.socketName())) {
                return "Set type of the annotation to one of " + wrongType.allowedTypes() + ".";
            }
            return "Name a socket of one of the types " + wrongType.allowedTypes() + ", or change zmq.sockets."
                    + wrongType.socketName() + ".type.";
        }
        if (cause.getCause() instanceof MessageConversionException) {
            return "Add org.springframework.boot:spring-boot-starter-jackson to the application, which converts"
                    + " JSON, or take byte[], ByteBuffer, String, ZmqMessage, List<byte[]> or List<String>.";
        }
        return "Correct the listener at " + cause.listener() + ".";
    }
}
