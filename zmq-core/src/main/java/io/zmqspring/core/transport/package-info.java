/**
 * Internal. Where sockets are reached: {@link io.zmqspring.core.transport.Endpoint} is a parsed address, {@link
 * io.zmqspring.core.transport.Transport} opens and configures the channels of one scheme.
 * Only this package and those below it touch socket channels; they start no thread and hold no selector.
 */
@NullMarked
package io.zmqspring.core.transport;

import org.jspecify.annotations.NullMarked;
