/**
 * Internal. The scheme {@code tcp}: IPv4, IPv6, names, wildcard ports.
 * Names are looked up anew at every attempt to connect, never on an I/O thread.
 */
@NullMarked
package io.zmqspring.core.transport.tcp;

import org.jspecify.annotations.NullMarked;
