/**
 * Named sockets: a {@link io.zmqspring.socket.ZmqSocketRegistry} keeps the {@link
 * io.zmqspring.core.lifecycle.RestartableSocket}s of an application and registers them as beans, each with a {@link
 * io.zmqspring.socket.NamedSocketLifecycle}.
 */
@NullMarked
package io.zmqspring.socket;

import org.jspecify.annotations.NullMarked;
