package io.zmqspring.config;

import io.zmqspring.listener.ZmqContainerErrorHandler;
import org.jspecify.annotations.Nullable;

/** The settings every kind of endpoint has. */
abstract class AbstractZmqListenerEndpoint implements ZmqListenerEndpoint {

    private final String id;
    private final String socketName;
    private @Nullable Integer concurrency;
    private @Nullable Boolean autoStartup;
    private @Nullable ZmqContainerErrorHandler errorHandler;

    AbstractZmqListenerEndpoint(String id, String socketName) {
        this.id = id;
        this.socketName = socketName;
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final String getSocketName() {
        return socketName;
    }

    @Override
    public final @Nullable Integer getConcurrency() {
        return concurrency;
    }

    /**
     * Sets {@link #getConcurrency()}.
     *
     * @param concurrency how many workers, or {@code null} for what the factory says
     */
    public final void setConcurrency(@Nullable Integer concurrency) {
        this.concurrency = concurrency;
    }

    @Override
    public final @Nullable Boolean getAutoStartup() {
        return autoStartup;
    }

    /**
     * Sets {@link #getAutoStartup()}.
     *
     * @param autoStartup whether it starts with the application context, or {@code null} for what the factory says
     */
    public final void setAutoStartup(@Nullable Boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    @Override
    public final @Nullable ZmqContainerErrorHandler getErrorHandler() {
        return errorHandler;
    }

    /**
     * Sets {@link #getErrorHandler()}.
     *
     * @param errorHandler what hears of failures, or {@code null} for the factory's
     */
    public final void setErrorHandler(@Nullable ZmqContainerErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }
}
