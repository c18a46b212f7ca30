/**
 * Between Spring messages and ZeroMQ messages: a {@link io.zmqspring.support.converter.ZmqMessageConverter} decides
 * which frames a payload becomes, and the reverse. Payload objects go through spring-messaging's converters.
 */
@NullMarked
package io.zmqspring.support.converter;

import org.jspecify.annotations.NullMarked;
