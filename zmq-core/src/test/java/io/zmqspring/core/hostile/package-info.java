/**
 * What a hostile peer, the operating system or a caller at the wrong moment may do to whole sockets, each with a stated
 * bound of time, processor time or memory.
 */
@NullMarked
package io.zmqspring.core.hostile;

import org.jspecify.annotations.NullMarked;
