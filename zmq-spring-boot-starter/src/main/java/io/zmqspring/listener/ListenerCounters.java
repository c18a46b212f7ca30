package io.zmqspring.listener;

/**
 * What a listener container has counted since it was made; a snapshot.
 *
 * @param received messages taken from the socket
 * @param handled messages the listener has handled, or an error handler has taken care of
 * @param failed messages given up, since the listener could not handle them
 * @param pending messages whose handling goes on after the listener has returned, now
 */
public record ListenerCounters(long received, long handled, long failed, long pending) {}
