package io.zmqspring.sample.jupyter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Profile;

/** A bean that is there only in the profile {@code jupyter}: without it the sample needs no Python. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Profile("jupyter & !worker")
@interface JupyterProfile {}
