/**
 * Application events. Those of listener containers name the container's id and, where something went wrong, why; they
 * are published on the thread that made them happen. {@link io.zmqspring.event.ZmqSocketEvent} shows what happens to
 * connections, where an application asks for it.
 */
@NullMarked
package io.zmqspring.event;

import org.jspecify.annotations.NullMarked;
