/**
 * What the system tests stand on: peers driven byte by byte, a recorder of monitor events, and counts of threads and file descriptors.
 * Nothing here uses the engine's own codec, so that a mistake there cannot hide behind itself.
 */
@NullMarked
package io.zmqspring.core.support;

import org.jspecify.annotations.NullMarked;
