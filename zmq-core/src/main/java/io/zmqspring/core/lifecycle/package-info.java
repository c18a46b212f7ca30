/**
 * Sockets that outlive their connections to the operating system, and threads that receive from them: a
 * {@link io.zmqspring.core.lifecycle.RestartableSocket} is made from a
 * {@link io.zmqspring.core.lifecycle.SocketDefinition}, keeps its endpoints and counters over restarts, and feeds a
 * {@link io.zmqspring.core.lifecycle.ReceiveLoop} or a {@link io.zmqspring.core.lifecycle.MessagePublisher}. Built on
 * the public interfaces of {@code io.zmqspring.core}, but that a restartable socket shows pollers and proxies the
 * engine's socket behind it.
 */
@NullMarked
package io.zmqspring.core.lifecycle;

import org.jspecify.annotations.NullMarked;
