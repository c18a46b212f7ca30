/**
 * Internal. Memory shared by two threads: a {@link io.zmqspring.core.ring.ByteRing} of direct memory, taken from a
 * {@link io.zmqspring.core.ring.BufferPool} and given back to it, the padded {@link io.zmqspring.core.ring.Cursor} of
 * each side that the other watches, and the {@link io.zmqspring.core.ring.SpinLock} that turns many callers into one
 * producer or one consumer.
 *
 * <pre>
 *   position   0 ─────────────────────────────────────────────► never wraps, 64 bit
 *   index      position modulo capacity
 *
 *            consumed                    produced        tail
 *               │ readable by the consumer  │ being written │ free up to consumed + capacity
 * </pre>
 *
 * A ring does not change its size: a producer that wants another one links it behind the old, and the consumer moves on
 * when it has read the old to its end.
 */
@NullMarked
package io.zmqspring.core.ring;

import org.jspecify.annotations.NullMarked;
