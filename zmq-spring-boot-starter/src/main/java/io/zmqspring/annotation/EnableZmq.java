package io.zmqspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Enables methods marked with {@link ZmqListener}. Needs a bean {@code zmqListenerContainerFactory} of type {@link
 * io.zmqspring.config.ZmqListenerContainerFactory}, unless every listener names another. Not needed with Spring Boot.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(ZmqBootstrapConfiguration.class)
public @interface EnableZmq {}
