/** The proxy between two sockets as a bean with a lifecycle. */
@NullMarked
package io.zmqspring.integration.proxy;

import org.jspecify.annotations.NullMarked;
