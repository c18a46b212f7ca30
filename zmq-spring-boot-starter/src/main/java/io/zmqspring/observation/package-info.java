/**
 * Observations of messages: their contexts, which carry traces in the headers of a message, and the conventions that
 * name them. Headers travel only where the wire format has them.
 */
@NullMarked
package io.zmqspring.observation;

import org.jspecify.annotations.NullMarked;
