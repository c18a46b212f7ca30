/**
 * Listeners by annotation: {@link io.zmqspring.annotation.ZmqListener} marks a method,
 * {@link io.zmqspring.annotation.EnableZmq} makes marked methods be found. Spring Boot enables it by itself.
 */
@NullMarked
package io.zmqspring.annotation;

import org.jspecify.annotations.NullMarked;
