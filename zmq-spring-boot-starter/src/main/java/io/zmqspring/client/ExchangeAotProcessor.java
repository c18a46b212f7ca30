package io.zmqspring.client;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;

/** Hints of clients for a native image: the proxy of each interface, its methods, and what they send and receive. */
final class ExchangeAotProcessor implements BeanRegistrationAotProcessor {

    ExchangeAotProcessor() {}

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        if (bean.getMergedBeanDefinition().hasBeanClass()
                && bean.getMergedBeanDefinition().getBeanClass() == ZmqExchangeFactoryBean.class) {
            Class<?> type = bean.getBeanType().resolveGeneric();
            Class<?> client = type != null ? type : objectType(bean);
            return client == null ? null : (context, code) -> register(client, context.getRuntimeHints());
        }
        return null;
    }

    private static @Nullable Class<?> objectType(RegisteredBean bean) {
        Object attribute = bean.getMergedBeanDefinition().getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE);
        return attribute instanceof Class<?> type ? type : null;
    }

    private static void register(Class<?> client, RuntimeHints hints) {
        hints.proxies().registerJdkProxy(client);
        BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();
        for (Method method : client.getMethods()) {
            hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
            binding.registerReflectionHints(hints.reflection(), method.getGenericReturnType());
            for (Type parameter : method.getGenericParameterTypes()) {
                binding.registerReflectionHints(hints.reflection(), parameter);
            }
        }
    }
}
