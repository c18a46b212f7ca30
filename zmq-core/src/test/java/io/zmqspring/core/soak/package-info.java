/**
 * All patterns at once for a long time. {@link io.zmqspring.core.soak.Soak} holds sockets of every type to which peers
 * connect, or which connect to peers: in processes of their own with this engine or with libzmq, and in the same
 * process over {@code inproc}. Peers are killed, stopped and cut off by a plan that comes from one seed. Each message
 * has the number of its stream and a checksum, and what is missing must be explained by a connection that was lost or
 * by a drop that was counted.
 */
@NullMarked
package io.zmqspring.core.soak;

import org.jspecify.annotations.NullMarked;
