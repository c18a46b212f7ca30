package io.zmqspring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The template. */
public final class ZmqTemplateProperties {

    /** Name of the socket used when none is named; by default each call must name one. */
    private @Nullable String defaultSocket;

    /** Topic that is published under when none is given; by default each call must give one. */
    private @Nullable String defaultTopic;

    /** Longest wait for room of a send; -1 leaves it to the send timeout of each socket. */
    private Duration sendTimeout = Duration.ofSeconds(5);

    /** Longest wait for the reply to a request. */
    private Duration replyTimeout = Duration.ofSeconds(5);

    /** What is sent behind the envelope of a message, and taken of replies. */
    private WireFormat wireFormat = WireFormat.PAYLOAD;

    /** Whether sends and requests are observed, when there is an observation registry. */
    private boolean observationEnabled;

    /** Whether and how often a send that found no room in time is tried again. */
    @NestedConfigurationProperty
    private final ZmqRetryProperties retry = new ZmqRetryProperties();

    public @Nullable String getDefaultSocket() {
        return defaultSocket;
    }

    public void setDefaultSocket(@Nullable String defaultSocket) {
        this.defaultSocket = defaultSocket;
    }

    public @Nullable String getDefaultTopic() {
        return defaultTopic;
    }

    public void setDefaultTopic(@Nullable String defaultTopic) {
        this.defaultTopic = defaultTopic;
    }

    public Duration getSendTimeout() {
        return sendTimeout;
    }

    public void setSendTimeout(Duration sendTimeout) {
        this.sendTimeout = sendTimeout;
    }

    public Duration getReplyTimeout() {
        return replyTimeout;
    }

    public void setReplyTimeout(Duration replyTimeout) {
        this.replyTimeout = replyTimeout;
    }

    public WireFormat getWireFormat() {
        return wireFormat;
    }

    public void setWireFormat(WireFormat wireFormat) {
        this.wireFormat = wireFormat;
    }

    public ZmqRetryProperties getRetry() {
        return retry;
    }

    public boolean isObservationEnabled() {
        return observationEnabled;
    }

    public void setObservationEnabled(boolean observationEnabled) {
        this.observationEnabled = observationEnabled;
    }
}
