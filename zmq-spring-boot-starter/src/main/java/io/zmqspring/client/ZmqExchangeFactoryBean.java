package io.zmqspring.client;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;

/**
 * The bean of an interface with {@link ZmqExchange}, made by the {@link ZmqExchangeProxyFactory} of the application.
 *
 * @param <T> the interface
 */
public class ZmqExchangeFactoryBean<T> implements FactoryBean<T>, BeanFactoryAware {

    private final Class<T> type;
    private @Nullable BeanFactory beanFactory;

    /** @param type the interface */
    public ZmqExchangeFactoryBean(Class<T> type) {
        this.type = type;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public T getObject() {
        BeanFactory beans = beanFactory;
        if (beans == null) {
            throw new IllegalStateException("a client of " + type.getName() + " is made by a bean factory");
        }
        return beans.getBean(ZmqExchangeProxyFactory.class).createClient(type);
    }

    @Override
    public Class<T> getObjectType() {
        return type;
    }
}
