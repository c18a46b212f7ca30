package io.zmqspring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

class ListenerRuntimeHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    @Test
    void shouldNameTheProxiesThatAdviceNeeds() {
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class)
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
        MethodInterceptor advice = invocation -> invocation.proceed();
        ZmqMessageListener one = ListenerAdvice.around(message -> {}, ZmqMessageListener.class, List.of(advice));
        ZmqBatchMessageListener batch =
                ListenerAdvice.around(elements -> {}, ZmqBatchMessageListener.class, List.of(advice));

        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(one.getClass().getInterfaces()))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.proxies()
                        .forInterfaces(batch.getClass().getInterfaces()))
                .accepts(hints);
    }
}
