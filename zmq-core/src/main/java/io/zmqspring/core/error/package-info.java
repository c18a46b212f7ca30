/**
 * What can go wrong, as exceptions a caller can tell apart. Every one extends
 * {@link io.zmqspring.core.error.ZmqException}. The lowest floor: imports nothing of ours.
 */
@NullMarked
package io.zmqspring.core.error;

import org.jspecify.annotations.NullMarked;
