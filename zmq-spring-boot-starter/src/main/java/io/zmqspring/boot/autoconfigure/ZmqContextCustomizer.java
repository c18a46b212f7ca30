package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.option.ContextOptions;

/**
 * A bean that changes the settings of the auto-configured context. Several are called in their order, after the
 * properties.
 */
@FunctionalInterface
public interface ZmqContextCustomizer {

    /**
     * Changes settings.
     *
     * @param options the settings so far
     */
    void customize(ContextOptions.Builder options);
}
