/**
 * Internal. The scheme {@code tcp}: IPv4, IPv6, names, wildcard ports, SOCKS 5 proxies. Names are looked up again at
 * every attempt to connect, never on an I/O thread.
 */
@NullMarked
package io.zmqspring.core.transport.tcp;

import org.jspecify.annotations.NullMarked;
