/**
 * Internal. The event loop: one {@link java.nio.channels.Selector}, timers and commands, run by their owner: the loop's
 * I/O thread, or for a while a thread that waits for a message anyway and so saves the hand-over
 * ({@link io.zmqspring.core.loop.EventLoop#tryLead}).
 *
 * <pre>
 *   I/O thread   ── owns ──► turn, turn, turn … ── gives way ──► stand-by ── nobody leads any more ──► owns
 *   waiting thread              asks to lead ──► owns ──► turn until its message is there ──► gives back
 * </pre>
 */
@NullMarked
package io.zmqspring.core.loop;

import org.jspecify.annotations.NullMarked;
