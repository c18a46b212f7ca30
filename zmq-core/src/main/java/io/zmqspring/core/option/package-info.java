/**
 * Immutable settings of contexts and sockets, checked when they are set, and the table of socket types ({@link
 * io.zmqspring.core.option.SocketType}; RFCs 28 to 31, 49 and 52).
 *
 * <p>{@link io.zmqspring.core.option.SocketOption} and {@link io.zmqspring.core.option.ContextOption} are the tables of
 * all options, with the names and defaults of libzmq; {@link io.zmqspring.core.option.SocketOptions} and
 * {@link io.zmqspring.core.option.ContextOptions} hold values. Units are in the type ({@link java.time.Duration}) or in
 * the name ({@code …Bytes}, {@code …Hwm}).
 */
@NullMarked
package io.zmqspring.core.option;

import org.jspecify.annotations.NullMarked;
