package io.zmqspring.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** Hints for a native image: the proxies of listeners that have advice. */
final class ListenerRuntimeHints implements RuntimeHintsRegistrar {

    ListenerRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.proxies()
                .registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(ZmqMessageListener.class))
                .registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(ZmqBatchMessageListener.class));
    }
}
