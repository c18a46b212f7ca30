/**
 * Application events of listener containers: each names the container's id and, where something went wrong, why. They
 * are published on the thread that made them happen.
 */
@NullMarked
package io.zmqspring.event;

import org.jspecify.annotations.NullMarked;
