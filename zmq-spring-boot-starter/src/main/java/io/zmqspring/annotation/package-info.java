/**
 * Listeners by annotation: {@link io.zmqspring.annotation.ZmqListener} marks a method, {@link
 * io.zmqspring.annotation.EnableZmq} enables marked methods. Spring Boot does so by itself.
 */
@NullMarked
package io.zmqspring.annotation;

import org.jspecify.annotations.NullMarked;
