package io.zmqspring.client;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Defines the beans of {@link ImportZmqExchanges}. */
final class ZmqExchangeRegistrar implements ImportBeanDefinitionRegistrar, EnvironmentAware, ResourceLoaderAware {

    private @Nullable Environment environment;
    private @Nullable ResourceLoader resourceLoader;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void setResourceLoader(ResourceLoader resourceLoader) {
        this.resourceLoader = resourceLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        AnnotationAttributes attributes =
                AnnotationAttributes.fromMap(importing.getAnnotationAttributes(ImportZmqExchanges.class.getName()));
        if (attributes == null) {
            return;
        }
        Set<Class<?>> types = new LinkedHashSet<>(List.of(attributes.getClassArray("value")));
        Set<String> packages = new LinkedHashSet<>(List.of(attributes.getStringArray("basePackages")));
        if (types.isEmpty() && packages.isEmpty()) {
            packages.add(ClassUtils.getPackageName(importing.getClassName()));
        }
        packages.forEach(each -> find(each, types));
        types.forEach(type -> register(type, registry));
    }

    private void find(String inPackage, Set<Class<?>> into) {
        ClassLoader classLoader = resourceLoader == null ? null : resourceLoader.getClassLoader();
        for (BeanDefinition found : scanner().findCandidateComponents(inPackage)) {
            into.add(ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), classLoader));
        }
    }

    private ClassPathScanningCandidateComponentProvider scanner() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false) {

            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition found) {
                return found.getMetadata().isInterface() && found.getMetadata().isIndependent();
            }
        };
        scanner.addIncludeFilter(new AnnotationTypeFilter(ZmqExchange.class));
        if (environment != null) {
            scanner.setEnvironment(environment);
        }
        scanner.setResourceLoader(resourceLoader);
        return scanner;
    }

    private static void register(Class<?> type, BeanDefinitionRegistry registry) {
        RootBeanDefinition definition = new RootBeanDefinition(ZmqExchangeFactoryBean.class);
        definition.getConstructorArgumentValues().addGenericArgumentValue(type);
        definition.setTargetType(ResolvableType.forClassWithGenerics(ZmqExchangeFactoryBean.class, type));
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
        registry.registerBeanDefinition(type.getName(), definition);
    }
}
