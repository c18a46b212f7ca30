/**
 * Internal. The one source of time, so that tests can turn it by hand.
 */
@NullMarked
package io.zmqspring.core.time;

import org.jspecify.annotations.NullMarked;
