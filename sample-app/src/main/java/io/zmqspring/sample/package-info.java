/**
 * A small application to read first: words come in on one socket, a flow shouts them, a listener hears them on another.
 * Start with {@code application.yml}, which sets the sockets up, then follow a word from
 * {@link io.zmqspring.sample.WordController}.
 */
@NullMarked
package io.zmqspring.sample;

import org.jspecify.annotations.NullMarked;
