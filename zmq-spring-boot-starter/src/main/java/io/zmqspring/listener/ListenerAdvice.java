package io.zmqspring.listener;

import java.util.List;
import org.aopalliance.aop.Advice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;

/** Advice around the calls of a listener, none around what else is asked of it. */
final class ListenerAdvice {

    private static final String[] CALLS = {"handle", "onBatch"};

    private ListenerAdvice() {}

    /** {@return a proxy for the listener; the listener itself when there is no advice} */
    static <T extends ZmqMessageListener> T around(T listener, Class<T> type, List<Advice> advice) {
        if (advice.isEmpty()) {
            return listener;
        }
        ProxyFactory factory = new ProxyFactory();
        factory.setInterfaces(type);
        factory.setTarget(listener);
        NameMatchMethodPointcut calls = new NameMatchMethodPointcut();
        calls.setMappedNames(CALLS);
        advice.forEach(each -> factory.addAdvisor(new DefaultPointcutAdvisor(calls, each)));
        return type.cast(factory.getProxy(type.getClassLoader()));
    }
}
