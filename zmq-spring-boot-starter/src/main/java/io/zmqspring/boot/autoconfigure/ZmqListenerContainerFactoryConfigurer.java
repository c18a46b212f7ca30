package io.zmqspring.boot.autoconfigure;

import io.zmqspring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.config.ZmqListenerContainerCustomizer;
import io.zmqspring.listener.ContainerProperties;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqMessageInterceptor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a container factory the settings of the auto-configured one; for applications that define factories of their
 * own.
 */
public class ZmqListenerContainerFactoryConfigurer {

    private final ZmqProperties.Listener properties;
    private final @Nullable ZmqContainerErrorHandler errorHandler;
    private final @Nullable ZmqErrorReply errorReply;
    private final boolean virtualThreads;
    private final List<ZmqMessageInterceptor> interceptors;
    private final List<ZmqListenerContainerCustomizer> customizers;

    ZmqListenerContainerFactoryConfigurer(
            ZmqProperties.Listener properties,
            @Nullable ZmqContainerErrorHandler errorHandler,
            @Nullable ZmqErrorReply errorReply,
            boolean virtualThreads,
            List<ZmqMessageInterceptor> interceptors,
            List<ZmqListenerContainerCustomizer> customizers) {
        this.properties = properties;
        this.errorHandler = errorHandler;
        this.errorReply = errorReply;
        this.virtualThreads = virtualThreads;
        this.interceptors = interceptors;
        this.customizers = customizers;
    }

    /**
     * Sets what {@code zmq.listener} says, the error handler and error reply beans if there are any, all interceptor
     * and container customizer beans in their order, and virtual threads if Boot has them on.
     *
     * @param factory the factory to change
     */
    public void configure(DefaultZmqListenerContainerFactory factory) {
        ContainerProperties target = factory.getContainerProperties();
        ConfiguredValues values = new ConfiguredValues("zmq.listener");
        values.<Boolean>pass("auto-startup", properties.isAutoStartup(), target::setAutoStartup);
        values.<Integer>pass("concurrency", properties.getConcurrency(), target::setConcurrency);
        values.<Integer>pass("max-pending", properties.getMaxPending(), target::setMaxPending);
        values.<Duration>pass("pending-timeout", properties.getPendingTimeout(), target::setPendingTimeout);
        values.<Duration>pass("shutdown-timeout", properties.getShutdownTimeout(), target::setShutdownTimeout);
        values.<Boolean>pass("immediate-stop", properties.isImmediateStop(), target::setImmediateStop);
        values.<Duration>pass("idle-event-interval", properties.getIdleEventInterval(), target::setIdleEventInterval);
        values.<Integer>pass("batch.size", properties.getBatch().getSize(), target::setBatchSize);
        values.<Duration>pass("batch.timeout", properties.getBatch().getTimeout(), target::setBatchTimeout);
        target.setOrdering(properties.getOrdering());
        target.setStartupFailurePolicy(properties.getStartupFailurePolicy());
        ZmqStartupRetryProperties startupRetry = properties.getStartupRetry();
        values.<Integer>pass("startup-retry.max-retries", startupRetry.getMaxRetries(), target::setStartupMaxRetries);
        values.<Duration>pass("startup-retry.delay", startupRetry.getDelay(), target::setStartupRetryDelay);
        target.setVirtualThreads(virtualThreads);
        factory.setErrorReply(errorReply != null ? errorReply : properties.getErrorReply());
        factory.setSettingsById((id, settings) -> {
            ZmqContainerProperties own = properties.getContainers().get(id);
            if (own != null) {
                own.applyTo(id, settings);
            }
        });
        factory.setInterceptors(interceptors);
        factory.setContainerCustomizers(customizers);
        if (errorHandler != null) {
            factory.setErrorHandler(errorHandler);
        }
    }
}
