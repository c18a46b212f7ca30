package io.zmqspring.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** A component that sends at an interval. With {@code sample.ticking=false}, as in most tests, there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Component
@Profile("!worker")
@ConditionalOnBooleanProperty(name = "sample.ticking", matchIfMissing = true)
public @interface Ticking {}
