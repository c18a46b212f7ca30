/** Meters of named sockets, for applications with Micrometer. Their names begin with {@code zmq.}. */
@NullMarked
package io.zmqspring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
