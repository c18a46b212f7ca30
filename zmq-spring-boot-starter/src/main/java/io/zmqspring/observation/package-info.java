/**
 * Observations of messages that are sent and handled: their contexts, and the conventions that name them. What a tracer
 * adds to a message that is sent travels in its headers, where the wire format has them, and the listener that receives
 * it goes on with it.
 */
@NullMarked
package io.zmqspring.observation;

import org.jspecify.annotations.NullMarked;
