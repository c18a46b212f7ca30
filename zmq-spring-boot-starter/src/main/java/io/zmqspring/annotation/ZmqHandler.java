package io.zmqspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Marks a method that takes some of the messages of a {@link ZmqListener} on its class: those of its {@link #topics}.
 * Parameters and results are as of a listener method. A message goes to one method. When it begins with the topics of
 * several, the method with the longest of these topics gets it.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface ZmqHandler {

    /**
     * Prefixes of the first frame, in UTF-8, of the messages that the method takes: the topic on a SUB or XSUB, the
     * first frame of the payload on any other socket. Each may be a list with commas, and hold placeholders and
     * expressions. When neither the class's annotation nor the socket has topics, a SUB subscribes to those of all
     * handlers, and to everything when one is the default.
     *
     * @return topics; none only for the default
     */
    String[] topics() default {};

    /**
     * Whether the method takes the messages that no other takes. Without such a method they are failures.
     *
     * @return {@code true} for at most one method of the class
     */
    boolean isDefault() default false;
}
