/**
 * Behaviour of the whole engine on real sockets, through its public API: bad input, faults, threads, limits, sizes. One
 * class per family of behaviour.
 */
@NullMarked
package io.zmqspring.core.system;

import org.jspecify.annotations.NullMarked;
