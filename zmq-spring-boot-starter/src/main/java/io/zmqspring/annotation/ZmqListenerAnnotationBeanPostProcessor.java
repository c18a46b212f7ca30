package io.zmqspring.annotation;

import io.zmqspring.config.MethodZmqListenerEndpoint;
import io.zmqspring.config.MultiMethodZmqListenerEndpoint;
import io.zmqspring.config.ZmqListenerEndpointRegistrar;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.support.ZmqBeanNames;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Finds methods and classes marked with {@link ZmqListener}, also by an interface or a superclass, and registers an
 * endpoint for each. Those of beans made while the application context starts are registered when all singletons exist,
 * so that no other bean is asked for before its time; those of later ones at once.
 */
public final class ZmqListenerAnnotationBeanPostProcessor
        implements BeanPostProcessor, Ordered, BeanFactoryAware, SmartInitializingSingleton {

    private final Set<Class<?>> classesWithout = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> defaultIds = new ConcurrentHashMap<>();
    private final Set<String> scopedTargets = ConcurrentHashMap.newKeySet();
    private @Nullable ConfigurableBeanFactory beanFactory;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Found> waiting = new ArrayList<>();
    private @Nullable ZmqListenerEndpointRegistrar registrar;

    /** Creates a processor; it finds the registry and container factories by name in its bean factory. */
    public ZmqListenerAnnotationBeanPostProcessor() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        if (!(beanFactory instanceof ConfigurableBeanFactory configurable)) {
            throw new IllegalArgumentException("a ConfigurableBeanFactory is needed: beanFactory=" + beanFactory);
        }
        this.beanFactory = configurable;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void afterSingletonsInstantiated() {
        ConfigurableBeanFactory factory = requiredBeanFactory();
        ZmqListenerEndpointRegistrar target = new ZmqListenerEndpointRegistrar(
                factory, factory.getBean(ZmqBeanNames.LISTENER_ENDPOINT_REGISTRY, ZmqListenerEndpointRegistry.class));
        if (factory instanceof ListableBeanFactory listable) {
            listable.getBeanProvider(ZmqListenerConfigurer.class)
                    .orderedStream()
                    .forEach(configurer -> configurer.configureZmqListeners(target));
        }
        foundSoFar(target).forEach(found -> register(found, target));
        target.registerAllEndpoints();
        classesWithout.clear();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AopInfrastructureBean) {
            return bean;
        }
        Class<?> targetClass = AopUtils.getTargetClass(bean);
        if (classesWithout.contains(targetClass) || !AnnotationUtils.isCandidateClass(targetClass, ZmqListener.class)) {
            return bean;
        }
        List<Found> found = found(targetClass, bean, beanName);
        if (found.isEmpty()) {
            classesWithout.add(targetClass);
        } else if (isToBeRegistered(beanName, found.get(0))) {
            found.forEach(this::found);
        }
        return bean;
    }

    private static List<Found> found(Class<?> targetClass, Object bean, String beanName) {
        List<Found> found = new ArrayList<>();
        Set<ZmqListener> onClass =
                AnnotatedElementUtils.findMergedRepeatableAnnotations(targetClass, ZmqListener.class);
        if (!onClass.isEmpty()) {
            MethodIntrospector.MetadataLookup<ZmqHandler> lookup =
                    method -> AnnotatedElementUtils.findMergedAnnotation(method, ZmqHandler.class);
            List<Method> handlers = inOrder(MethodIntrospector.selectMethods(targetClass, lookup));
            if (handlers.isEmpty()) {
                throw new ZmqListenerDefinitionException(
                        targetClass.getName(), "has @ZmqListener and no method with @ZmqHandler");
            }
            onClass.forEach(listener -> found.add(new Found(listener, handlers, true, bean, beanName)));
        }
        Map<Method, Set<ZmqListener>> methods =
                MethodIntrospector.selectMethods(targetClass, ZmqListenerAnnotationBeanPostProcessor::listeners);
        methods.entrySet().stream()
                .sorted(Comparator.comparing(entry -> signature(entry.getKey())))
                .forEach(entry -> entry.getValue()
                        .forEach(listener ->
                                found.add(new Found(listener, List.of(entry.getKey()), false, bean, beanName))));
        return found;
    }

    /** The JVM gives methods in no particular order. */
    private static List<Method> inOrder(Map<Method, ?> methods) {
        return methods.keySet().stream()
                .sorted(Comparator.comparing(ZmqListenerAnnotationBeanPostProcessor::signature))
                .toList();
    }

    private static @Nullable Set<ZmqListener> listeners(Method method) {
        Set<ZmqListener> found = AnnotatedElementUtils.findMergedRepeatableAnnotations(method, ZmqListener.class);
        return found.isEmpty() ? null : found;
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** Instances behind a scoped proxy come and go: the listener is registered once, and calls the proxy. */
    private boolean isToBeRegistered(String beanName, Found first) {
        if (ScopedProxyUtils.isScopedTarget(beanName)) {
            return scopedTargets.add(beanName);
        }
        ConfigurableBeanFactory factory = requiredBeanFactory();
        if (factory.containsBean(beanName) && !factory.isSingleton(beanName)) {
            throw new ZmqListenerDefinitionException(
                    first.description(),
                    "bean '" + beanName
                            + "' is not a singleton, so each instance of it would be one more listener: make"
                            + " it a singleton, or register its listeners with a ZmqListenerConfigurer");
        }
        return true;
    }

    private void found(Found found) {
        ZmqListenerEndpointRegistrar target;
        lock.lock();
        try {
            target = registrar;
            if (target == null) {
                waiting.add(found);
                return;
            }
        } finally {
            lock.unlock();
        }
        register(found, target);
    }

    /** {@return what was found until now; what is found from now on is registered at once} */
    private List<Found> foundSoFar(ZmqListenerEndpointRegistrar target) {
        lock.lock();
        try {
            registrar = target;
            List<Found> found = List.copyOf(waiting);
            waiting.clear();
            return found;
        } finally {
            lock.unlock();
        }
    }

    private void register(Found found, ZmqListenerEndpointRegistrar target) {
        AnnotationValues values = new AnnotationValues(
                requiredBeanFactory(), found.description(), new ListenerScope(found.annotation.beanRef(), found.bean));
        ListenerAttributes attributes = new ListenerAttributes(found.annotation, values);
        String givenId = values.text("id", found.annotation.id());
        String id = givenId != null ? givenId : defaultId(calleeName(found.beanName) + "." + found.idSuffix());
        target.registerEndpoint(
                found.onClass
                        ? ofHandlers(id, found, attributes, values)
                        : ofMethod(id, found, found.methods.get(0), attributes, values),
                attributes.containerFactory());
    }

    private MethodZmqListenerEndpoint ofMethod(
            String id, Found found, Method method, ListenerAttributes attributes, AnnotationValues values) {
        Object bean = callee(found);
        MethodZmqListenerEndpoint endpoint =
                attributes.endpoint(id, bean, AopUtils.selectInvocableMethod(method, bean.getClass()));
        endpoint.setReplySocketName(replySocket(found, method, values));
        return endpoint;
    }

    private MultiMethodZmqListenerEndpoint ofHandlers(
            String id, Found found, ListenerAttributes attributes, AnnotationValues values) {
        if (Boolean.TRUE.equals(values.bool("batch", found.annotation.batch()))) {
            throw new ZmqListenerDefinitionException(
                    found.description(),
                    "takes batches, which a @ZmqHandler cannot: mark one method with @ZmqListener");
        }
        List<MultiMethodZmqListenerEndpoint.Handler> handlers = new ArrayList<>();
        for (Method method : found.methods) {
            ZmqHandler annotation = AnnotatedElementUtils.findMergedAnnotation(method, ZmqHandler.class);
            if (annotation != null) {
                MethodZmqListenerEndpoint endpoint = ofMethod(id, found, method, attributes, values);
                endpoint.setBatch(false);
                handlers.add(new MultiMethodZmqListenerEndpoint.Handler(
                        endpoint, values.texts("topics", annotation.topics()), annotation.isDefault()));
            }
        }
        MultiMethodZmqListenerEndpoint endpoint =
                new MultiMethodZmqListenerEndpoint(id, attributes.socketName(id), found.description(), handlers);
        attributes.applyTo(endpoint);
        return endpoint;
    }

    private static @Nullable String replySocket(Found found, Method method, AnnotationValues values) {
        SendTo sendTo = AnnotatedElementUtils.findMergedAnnotation(method, SendTo.class);
        if (sendTo == null) {
            sendTo = AnnotatedElementUtils.findMergedAnnotation(AopUtils.getTargetClass(found.bean), SendTo.class);
        }
        if (sendTo == null) {
            return null;
        }
        if (sendTo.value().length != 1) {
            throw new ZmqListenerDefinitionException(
                    values.listener(), "@SendTo must name one socket: it names " + sendTo.value().length);
        }
        return values.text("@SendTo", sendTo.value()[0]);
    }

    private Object callee(Found found) {
        return ScopedProxyUtils.isScopedTarget(found.beanName)
                ? requiredBeanFactory().getBean(calleeName(found.beanName))
                : found.bean;
    }

    private static String calleeName(String beanName) {
        return ScopedProxyUtils.isScopedTarget(beanName)
                ? beanName.substring(ScopedProxyUtils.getTargetBeanName("").length())
                : beanName;
    }

    private String defaultId(String id) {
        int number =
                defaultIds.computeIfAbsent(id, unused -> new AtomicInteger()).getAndIncrement();
        return number == 0 ? id : id + "#" + number;
    }

    private ConfigurableBeanFactory requiredBeanFactory() {
        ConfigurableBeanFactory factory = beanFactory;
        if (factory == null) {
            throw new IllegalStateException("no bean factory was set");
        }
        return factory;
    }

    private record Found(ZmqListener annotation, List<Method> methods, boolean onClass, Object bean, String beanName) {

        String description() {
            return onClass
                    ? AopUtils.getTargetClass(bean).getName()
                    : methods.get(0).toGenericString();
        }

        String idSuffix() {
            return onClass ? "listener" : methods.get(0).getName();
        }
    }
}
