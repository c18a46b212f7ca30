/**
 * Endpoints that send messages of a channel through a socket. A message counts as sent when it is queued for a peer;
 * a message for which no peer has room in time is a failure of the sending flow.
 */
@NullMarked
package io.zmqspring.integration.outbound;

import org.jspecify.annotations.NullMarked;
