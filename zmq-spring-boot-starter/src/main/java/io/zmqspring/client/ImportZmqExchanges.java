package io.zmqspring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * On a configuration class, registers a bean for each interface with {@link ZmqExchange}: of those named, and those
 * found in packages; with neither, in the package of the class and those below.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import(ZmqExchangeRegistrar.class)
public @interface ImportZmqExchanges {

    /** {@return interfaces} */
    Class<?>[] value() default {};

    /** {@return packages to search, with those below} */
    String[] basePackages() default {};
}
