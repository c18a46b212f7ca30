package io.zmqspring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * On a test class, for example with {@code @SpringBootTest}: makes {@link ZmqTestPeers} a bean, and sockets meet within
 * the process.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("zmq.test")
public @interface AutoConfigureZmq {

    /** {@return whether {@code inproc} endpoints stand in place of {@code tcp} and {@code ipc} ones} */
    boolean inproc() default true;
}
