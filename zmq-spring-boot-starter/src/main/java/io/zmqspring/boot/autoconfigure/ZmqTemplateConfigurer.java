package io.zmqspring.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.observation.ZmqTemplateObservationConvention;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.retry.RetryPolicySettings;
import org.springframework.core.retry.RetryTemplate;

/** Gives a template the settings of the auto-configured one; for applications that define templates of their own. */
public class ZmqTemplateConfigurer {

    private final ZmqProperties properties;
    private final @Nullable ObservationRegistry registry;
    private final @Nullable ZmqTemplateObservationConvention convention;

    ZmqTemplateConfigurer(
            ZmqProperties properties,
            @Nullable ObservationRegistry registry,
            @Nullable ZmqTemplateObservationConvention convention) {
        this.properties = properties;
        this.registry = registry;
        this.convention = convention;
    }

    /**
     * Sets what {@code zmq.template} says, and where it is observed, if it is.
     *
     * @param template the template to change
     */
    public void configure(ZmqTemplate template) {
        ZmqTemplateProperties from = properties.getTemplate();
        template.setDefaultSocket(from.getDefaultSocket());
        template.setDefaultTopic(from.getDefaultTopic());
        Duration sendTimeout = from.getSendTimeout();
        template.setSendTimeout(sendTimeout.isNegative() ? null : sendTimeout);
        new ConfiguredValues("zmq.template").pass("reply-timeout", from.getReplyTimeout(), template::setReplyTimeout);
        template.setRetryTemplate(from.getRetry().isEnabled() ? retryTemplate(from.getRetry()) : null);
        if (from.isObservationEnabled() && registry != null) {
            template.setObservation(registry, convention);
        }
    }

    /** Whatever else fails would fail again. */
    private static RetryTemplate retryTemplate(ZmqRetryProperties properties) {
        RetryPolicySettings settings = properties.toSettings();
        settings.setExceptionIncludes(List.of(ZmqSendTimeoutException.class));
        return new RetryTemplate(settings.createRetryPolicy());
    }

    /**
     * Gives the converter of a template, by {@code zmq.template.wire-format}.
     *
     * @param payloads converts payloads
     * @return that converter, or one that adds headers
     */
    public ZmqMessageConverter converterOver(ZmqMessageConverter payloads) {
        return properties
                .getTemplate()
                .getWireFormat()
                .over(payloads, properties.getHeaders().getAllowed());
    }
}
