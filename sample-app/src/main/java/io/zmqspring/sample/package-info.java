/**
 * A small application to read first. A flow takes words from one socket, puts them in capital letters and sends them to
 * another, from which a listener receives them. Start with {@code application.yml}, which sets the sockets up, then
 * follow a word from {@link io.zmqspring.sample.WordController}. Package {@code prices} publishes, subscribes and asks.
 */
@NullMarked
package io.zmqspring.sample;

import org.jspecify.annotations.NullMarked;
