/**
 * Internal. {@code inproc} endpoints: two sockets of one context share their queues, so a message goes from the
 * sender's encoder to the receiver's decoder with no I/O thread in between. Bind and connect in any order; a connector
 * whose peer closes waits, with what is queued, for the next one of that name.
 */
@NullMarked
package io.zmqspring.core.inproc;

import org.jspecify.annotations.NullMarked;
