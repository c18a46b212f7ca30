package io.zmqspring.boot.test;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.annotation.ZmqListenerConfigurer;
import io.zmqspring.boot.autoconfigure.ZmqContextCustomizer;
import io.zmqspring.boot.autoconfigure.ZmqRequesterCustomizer;
import io.zmqspring.boot.autoconfigure.ZmqTemplateCustomizer;
import io.zmqspring.listener.ZmqContainerErrorHandler;
import io.zmqspring.listener.ZmqErrorReply;
import io.zmqspring.listener.ZmqListenerErrorHandler;
import io.zmqspring.listener.ZmqMessageRecoverer;
import io.zmqspring.socket.ZmqSocketCustomizer;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Leaves components out that {@link ZmqTest} does not name. */
final class ZmqTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<ZmqTest> {

    private static final Set<Class<?>> INCLUDES = Set.of(
            ZmqListenerConfigurer.class,
            ZmqContextCustomizer.class,
            ZmqSocketCustomizer.class,
            ZmqRequesterCustomizer.class,
            ZmqTemplateCustomizer.class,
            ZmqContainerErrorHandler.class,
            ZmqListenerErrorHandler.class,
            ZmqErrorReply.class,
            ZmqMessageRecoverer.class,
            ZmqMessageConverter.class);

    ZmqTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return INCLUDES;
    }

    @Override
    protected boolean defaultInclude(MetadataReader component, MetadataReaderFactory factory) throws IOException {
        return component.getAnnotationMetadata().hasAnnotatedMethods(ZmqListener.class.getName())
                || component.getAnnotationMetadata().hasAnnotation(ZmqListener.class.getName())
                || super.defaultInclude(component, factory);
    }
}
