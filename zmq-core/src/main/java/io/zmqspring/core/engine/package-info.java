/**
 * Internal. Puts everything below together: {@link io.zmqspring.core.engine.ContextCore} owns threads, memory and
 * names, {@link io.zmqspring.core.engine.SocketCore} the endpoints of one socket, {@link
 * io.zmqspring.core.engine.Patterns} chooses the rules of its type, {@link io.zmqspring.core.engine.SendSide} and
 * {@link io.zmqspring.core.engine.ReceiveSide} are what its callers' threads do and how they wait.
 */
@NullMarked
package io.zmqspring.core.engine;

import org.jspecify.annotations.NullMarked;
