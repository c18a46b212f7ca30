/**
 * Endpoints that turn what a socket receives into messages on a channel. Each waits in the engine on a thread of its
 * own: nothing is polled.
 */
@NullMarked
package io.zmqspring.integration.inbound;

import org.jspecify.annotations.NullMarked;
