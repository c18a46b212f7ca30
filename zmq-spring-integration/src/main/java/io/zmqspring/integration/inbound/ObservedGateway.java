package io.zmqspring.integration.inbound;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.gateway.MessagingGatewaySupport;
import org.springframework.integration.history.MessageHistory;
import org.springframework.integration.support.management.metrics.MetricsCaptor;
import org.springframework.integration.support.management.metrics.SampleFacade;
import org.springframework.integration.support.management.observation.DefaultMessageRequestReplyReceiverObservationConvention;
import org.springframework.integration.support.management.observation.IntegrationObservation;
import org.springframework.integration.support.management.observation.MessageRequestReplyReceiverContext;
import org.springframework.integration.support.management.observation.MessageRequestReplyReceiverObservationConvention;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.ErrorMessage;

/**
 * A gateway that waits for no reply: {@link MessagingGatewaySupport} observes, measures and tracks only calls that
 * wait. The observation and the timer of a request begin with it and end with its reply.
 */
abstract class ObservedGateway extends MessagingGatewaySupport {

    private ObservationRegistry registry = ObservationRegistry.NOOP;
    private @Nullable MessageRequestReplyReceiverObservationConvention convention;
    private @Nullable MetricsCaptor captor;
    private boolean shouldTrack;
    private boolean failsOnTimeout;

    ObservedGateway() {}

    @Override
    public void registerObservationRegistry(ObservationRegistry observationRegistry) {
        super.registerObservationRegistry(observationRegistry);
        this.registry = observationRegistry;
    }

    @Override
    public void setObservationConvention(
            @Nullable MessageRequestReplyReceiverObservationConvention observationConvention) {
        super.setObservationConvention(observationConvention);
        this.convention = observationConvention;
    }

    @Override
    public void registerMetricsCaptor(MetricsCaptor metricsCaptorToRegister) {
        super.registerMetricsCaptor(metricsCaptorToRegister);
        this.captor = metricsCaptorToRegister;
    }

    @Override
    public void setShouldTrack(boolean shouldTrack) {
        super.setShouldTrack(shouldTrack);
        this.shouldTrack = shouldTrack;
    }

    /**
     * Sets whether a request without a reply in time is a failure, which goes to the error channel.
     *
     * @param errorOnTimeout by default {@code false}: it is given up
     */
    @Override
    public void setErrorOnTimeout(boolean errorOnTimeout) {
        super.setErrorOnTimeout(errorOnTimeout);
        this.failsOnTimeout = errorOnTimeout;
    }

    final boolean failsOnTimeout() {
        return failsOnTimeout;
    }

    /** Sends a request to the request channel; what the flow throws is thrown here. */
    final void sendRequest(OpenRequest request, Message<?> created) {
        Message<?> message = shouldTrack ? MessageHistory.write(created, this, getMessageBuilderFactory()) : created;
        request.message(message);
        MessageChannel channel = getRequestChannel();
        if (channel == null) {
            throw new MessagingException(message, this + " has no request channel");
        }
        MetricsCaptor measuring = captor;
        if (measuring != null) {
            request.measure(measuring.start());
        }
        if (!isObserved()) {
            messagingTemplate.send(channel, message);
            return;
        }
        String name = getComponentName();
        MessageRequestReplyReceiverContext context =
                new MessageRequestReplyReceiverContext(message, name != null ? name : getComponentType());
        Observation observation = IntegrationObservation.GATEWAY
                .observation(
                        convention,
                        DefaultMessageRequestReplyReceiverObservationConvention.INSTANCE,
                        () -> context,
                        registry)
                .start();
        request.observe(observation, context);
        observation.scoped(() -> messagingTemplate.send(channel, message));
    }

    /** Sends the failure of a request to the error channel, whose flow may reply. */
    final void sendFailure(OpenRequest request, Throwable failure, MessageChannel errors) {
        messagingTemplate.send(errors, replying(request, buildErrorMessage(request.message(), failure)));
    }

    private static ErrorMessage replying(OpenRequest request, ErrorMessage error) {
        Map<String, Object> headers = new HashMap<>(error.getHeaders());
        headers.put(MessageHeaders.REPLY_CHANNEL, request);
        headers.put(MessageHeaders.ERROR_CHANNEL, request);
        Message<?> original = error.getOriginalMessage();
        return original == null
                ? new ErrorMessage(error.getPayload(), headers)
                : new ErrorMessage(error.getPayload(), headers, original);
    }

    /** Ends the observation and the timer of a request. */
    final void ended(OpenRequest request, @Nullable Message<?> reply, @Nullable Throwable failure) {
        request.ended(reply, failure);
        SampleFacade sample = request.sample();
        if (sample != null) {
            sample.stop(
                    reply != null
                            ? sendTimer()
                            : buildSendTimer(
                                    false,
                                    failure == null
                                            ? "none"
                                            : failure.getClass().getSimpleName()));
        }
    }
}
