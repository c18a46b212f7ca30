/**
 * What the tests stand on: peers driven byte by byte, a recorder of monitor events, counts of threads and file
 * descriptors; and, for tests without threads and real time, a clock turned by hand, channels in memory and a socket's
 * place taken by lists. Nothing here uses the engine's own codec, so that a mistake there cannot hide behind itself.
 */
@NullMarked
package io.zmqspring.core.support;

import org.jspecify.annotations.NullMarked;
