/**
 * Spring Boot support: {@link io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration} creates the context, the named
 * sockets, the template and the listeners that {@link io.zmqspring.boot.autoconfigure.ZmqProperties} describe.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
