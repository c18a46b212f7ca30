/**
 * Exceptions of this library, one for each failure that a caller may handle in its own way. Every one extends
 * {@link io.zmqspring.core.error.ZmqException}. The lowest floor: imports nothing of ours.
 */
@NullMarked
package io.zmqspring.core.error;

import org.jspecify.annotations.NullMarked;
