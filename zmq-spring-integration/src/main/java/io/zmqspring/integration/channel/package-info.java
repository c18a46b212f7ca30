/**
 * Message channels whose messages go through sockets: within one process, or between several over tcp and ipc. A send
 * counts when the message is queued for a peer; subscribers run on threads of the channel, pollers on their own.
 */
@NullMarked
package io.zmqspring.integration.channel;

import org.jspecify.annotations.NullMarked;
