package io.zmqspring.config;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

/**
 * Factory beans of executors, such as {@code ThreadPoolExecutorFactoryBean}. The phase is theirs, and the executor does
 * not lead to them. One thread.
 */
final class ExecutorFactories {

    private @Nullable ListableBeanFactory beans;

    /** @param beanFactory where the factory beans are; one that cannot list its beans is not asked */
    void setBeanFactory(BeanFactory beanFactory) {
        this.beans = beanFactory instanceof ListableBeanFactory listable ? listable : null;
    }

    /**
     * Moves the factory bean that made an executor to a phase, if its own is later: Spring would stop it ahead of the
     * workers, and wait for them as long as a phase may take.
     *
     * @param executor that runs workers from their start to their stop; {@code null} for none
     * @param phase of the workers
     */
    void stopWith(@Nullable Executor executor, int phase) {
        ListableBeanFactory known = beans;
        if (known == null || executor == null) {
            return;
        }
        for (String name : known.getBeanNamesForType(ExecutorConfigurationSupport.class, false, false)) {
            if (name.startsWith(BeanFactory.FACTORY_BEAN_PREFIX)
                    && known.getBean(name) instanceof ExecutorConfigurationSupport managed
                    && managed.getPhase() > phase
                    && hasMade(managed, executor)) {
                managed.setPhase(phase);
            }
        }
    }

    private static boolean hasMade(ExecutorConfigurationSupport managed, Executor executor) {
        try {
            return managed instanceof FactoryBean<?> factory && factory.getObject() == executor;
        } catch (Exception hasMadeNothing) {
            return false;
        }
    }
}
