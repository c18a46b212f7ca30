/**
 * Actuator endpoint {@code zmq}: what sockets, requesters, proxies and listeners are doing, and their start, stop,
 * pause and resume.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
