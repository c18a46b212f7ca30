package io.zmqspring.boot.autoconfigure;

import io.zmqspring.template.ZmqTemplate;

/**
 * A bean that changes the auto-configured template, for example gives it post-processors. Several are called in their
 * order, after the properties.
 */
@FunctionalInterface
public interface ZmqTemplateCustomizer {

    /**
     * Changes settings.
     *
     * @param template the template
     */
    void customize(ZmqTemplate template);
}
