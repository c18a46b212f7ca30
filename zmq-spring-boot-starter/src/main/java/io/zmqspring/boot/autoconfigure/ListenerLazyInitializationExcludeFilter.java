package io.zmqspring.boot.autoconfigure;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.annotation.ZmqListeners;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Keeps beans with {@link ZmqListener}, on methods or the class, from being lazy with
 * {@code spring.main.lazy-initialization}: nothing would ever ask for them, and their listeners would not be found.
 */
final class ListenerLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

    private final Set<Class<?>> classesWithout = ConcurrentHashMap.newKeySet();

    @Override
    public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
        Class<?> type = ClassUtils.getUserClass(beanType);
        if (classesWithout.contains(type)
                || AopInfrastructureBean.class.isAssignableFrom(type)
                || !AnnotationUtils.isCandidateClass(type, ZmqListener.class)) {
            return false;
        }
        boolean listens = AnnotatedElementUtils.hasAnnotation(type, ZmqListener.class)
                || AnnotatedElementUtils.hasAnnotation(type, ZmqListeners.class)
                || hasListenerMethod(type);
        if (!listens) {
            classesWithout.add(type);
        }
        return listens;
    }

    private static boolean hasListenerMethod(Class<?> type) {
        return !MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<Boolean>)
                        method -> AnnotatedElementUtils.findMergedRepeatableAnnotations(method, ZmqListener.class)
                                        .isEmpty()
                                ? null
                                : Boolean.TRUE)
                .isEmpty();
    }
}
