package io.zmqspring.annotation;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;

/**
 * Lets expressions in a listener's annotation refer to the bean that has it. It keeps no beans.
 *
 * @param name what expressions call it
 * @param bean the bean
 */
record ListenerScope(String name, Object bean) implements Scope {

    @Override
    public @Nullable Object resolveContextualObject(String key) {
        return key.equals(name) ? bean : null;
    }

    @Override
    public Object get(String beanName, ObjectFactory<?> factory) {
        return factory.getObject();
    }

    @Override
    public @Nullable Object remove(String beanName) {
        return null;
    }

    @Override
    public void registerDestructionCallback(String beanName, Runnable callback) {}

    @Override
    public @Nullable String getConversationId() {
        return null;
    }
}
