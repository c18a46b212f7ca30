/**
 * Immutable settings of contexts and sockets, checked when they are built, and the {@link io.zmqspring.core.option.SocketType}
 * table of RFC 23/28/29/30/31. Units are in the type ({@link java.time.Duration}) or in the name ({@code …Bytes}, {@code …Hwm}).
 */
@NullMarked
package io.zmqspring.core.option;

import org.jspecify.annotations.NullMarked;
