package io.zmqspring.listener;

/**
 * What a listener container has counted since it was made; a snapshot.
 *
 * @param received messages taken from the socket
 * @param handled messages the listener has handled
 * @param failed messages the listener could not handle
 * @param pending messages whose handling goes on after the listener has returned, now
 */
public record ListenerCounters(long received, long handled, long failed, long pending) {}
