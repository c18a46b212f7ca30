package io.zmqspring.boot.autoconfigure;

import static org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.client.ZmqExchangeProxyFactory;
import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.observation.ZmqTemplateObservationConvention;
import io.zmqspring.socket.ZmqDropListener;
import io.zmqspring.socket.ZmqRequesterRegistry;
import io.zmqspring.socket.ZmqSocketCustomizer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.ZmqMessageConverter;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqOperations;
import io.zmqspring.template.ZmqTemplate;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * Auto-configuration of ZeroMQ: a context, a registry with a bean for each socket in {@code zmq.sockets}, a message
 * converter, a template and listeners by annotation. Each backs off when the application defines its own; all of it
 * when {@code zmq.enabled} is {@code false}. A child of an application context shares the parent's context and sockets
 * and has a registry, a template and listeners of its own.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration"
        })
@ConditionalOnClass(ZmqContext.class)
@ConditionalOnBooleanProperty(name = "zmq.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ZmqProperties.class)
@Import({
    NamedSocketsRegistrar.class,
    MessageConverterConfigurations.Json.class,
    MessageConverterConfigurations.Plain.class,
    ZmqAnnotationDrivenConfiguration.class
})
public final class ZmqAutoConfiguration {

    /** Settings of the context, for an application that creates its own. */
    @Bean
    @ConditionalOnMissingBean
    ContextOptions zmqContextOptions(ZmqProperties properties, ObjectProvider<ZmqContextCustomizer> customizers) {
        // The application context closes it, also while the JVM ends; until then it is no news that it is open.
        ContextOptions.Builder options = ContextOptions.builder().warnWhenUnclosed(false);
        ZmqProperties.Context from = properties.getContext();
        ConfiguredValues values = new ConfiguredValues("zmq.context");
        values.pass("io-threads", from.getIoThreads(), options::ioThreads);
        values.pass("wait-strategy", from.getWaitStrategy(), options::waitStrategy);
        values.pass("thread-name-prefix", from.getThreadNamePrefix(), options::threadNamePrefix);
        values.pass("max-direct-memory", from.getMaxDirectMemory(), size -> options.maxDirectMemory(size.toBytes()));
        values.pass("max-body-memory", from.getMaxBodyMemory(), size -> options.maxBodyMemory(size.toBytes()));
        options.defaultSocketOptions(SocketDefinitions.defaultsOf(properties));
        customizers.orderedStream().forEach(customizer -> customizer.customize(options));
        return options.build();
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    ZmqContext zmqContext(ContextOptions options) {
        return ZmqContext.create(options);
    }

    @Bean
    @Primary
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ZmqSocketRegistry zmqSocketRegistry(ZmqContext context) {
        return new ZmqSocketRegistry(() -> context);
    }

    @Bean
    @Primary
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ZmqRequesterRegistry zmqRequesterRegistry(ZmqSocketRegistry sockets) {
        return new ZmqRequesterRegistry(sockets);
    }

    @Bean
    static ConfiguredSocketsPostProcessor zmqConfiguredSocketsPostProcessor(
            ObjectProvider<ZmqProperties> properties,
            ObjectProvider<ZmqContext> context,
            ObjectProvider<ZmqSocketCustomizer> customizers,
            ObjectProvider<ZmqRequesterCustomizer> requesterCustomizers,
            ObjectProvider<ZmqConnectionDetails> connectionDetails,
            ObjectProvider<ZmqDropListener> dropListeners,
            ApplicationContext applicationContext) {
        return new ConfiguredSocketsPostProcessor(
                properties,
                context,
                customizers,
                requesterCustomizers,
                connectionDetails,
                dropListeners,
                applicationContext);
    }

    @Bean
    @Primary
    @ConditionalOnMissingBean(value = ZmqOperations.class, search = SearchStrategy.CURRENT)
    ZmqTemplate zmqTemplate(
            ZmqSocketRegistry sockets,
            ZmqRequesterRegistry requesters,
            ZmqMessageConverter converter,
            ZmqTemplateConfigurer configurer,
            ObjectProvider<ZmqTemplateCustomizer> customizers,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners,
            @Qualifier(APPLICATION_TASK_EXECUTOR_BEAN_NAME) ObjectProvider<Executor> applicationTaskExecutor) {
        ZmqTemplate template = new ZmqTemplate(sockets, requesters, configurer.converterOver(converter));
        applicationTaskExecutor.ifAvailable(template::setTaskExecutor);
        configurer.configure(template);
        template.setListenerLookup(new RunningListeners(listeners)::on);
        customizers.orderedStream().forEach(customizer -> customizer.customize(template));
        return template;
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqTemplateConfigurer zmqTemplateConfigurer(
            ZmqProperties properties,
            ObjectProvider<ObservationRegistry> observationRegistry,
            ObjectProvider<ZmqTemplateObservationConvention> observationConvention) {
        return new ZmqTemplateConfigurer(
                properties, observationRegistry.getIfUnique(), observationConvention.getIfUnique());
    }

    @Bean
    ZmqStartupChecks zmqStartupChecks(
            ZmqProperties properties,
            ZmqSocketRegistry sockets,
            ZmqRequesterRegistry requesters,
            ObjectProvider<ZmqListenerEndpointRegistry> listeners) {
        return new ZmqStartupChecks(properties, sockets, requesters, listeners);
    }

    @Bean
    @Primary
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ZmqClient zmqClient(ZmqOperations operations) {
        return ZmqClient.create(operations);
    }

    /** Creates clients of interfaces that {@code @ImportZmqExchanges} names or finds. */
    @Bean
    @Primary
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ZmqExchangeProxyFactory zmqExchangeProxyFactory(
            ZmqOperations operations, ZmqSocketRegistry sockets, ZmqRequesterRegistry requesters) {
        return new ZmqExchangeProxyFactory(
                operations,
                name -> requesters.findRequester(name) != null
                        || sockets.getSocket(name).type() == SocketType.REQ);
    }
}
