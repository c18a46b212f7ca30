/**
 * The first thing to read: a word is pushed to a socket, a flow puts it in capital letters and pushes it to another,
 * and a listener receives it there. The sockets stand in {@code words.yml}; follow a word from {@link
 * io.zmqspring.sample.words.WordController}.
 */
@NullMarked
package io.zmqspring.sample.words;

import org.jspecify.annotations.NullMarked;
