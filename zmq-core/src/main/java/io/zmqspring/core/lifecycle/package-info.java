/**
 * Sockets that can be stopped and started again, and threads that receive from them: a {@link
 * io.zmqspring.core.lifecycle.RestartableSocket} is made from a {@link io.zmqspring.core.lifecycle.SocketDefinition},
 * keeps its endpoints and counters over restarts, and feeds a {@link io.zmqspring.core.lifecycle.ReceiveLoop} or a
 * {@link io.zmqspring.core.lifecycle.MessagePublisher}; threads take turns over a REQ socket with a {@link
 * io.zmqspring.core.lifecycle.LockStepRequester}. All of it uses the public interfaces of {@code io.zmqspring.core};
 * only pollers and proxies see the engine's socket behind a restartable socket.
 */
@NullMarked
package io.zmqspring.core.lifecycle;

import org.jspecify.annotations.NullMarked;
