package io.zmqspring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what a named socket lacks. */
class SocketConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<SocketConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SocketConfigurationException cause) {
        return new FailureAnalysis("ZeroMQ: " + cause.getMessage(), cause.action(), cause);
    }
}
