/**
 * Listener containers: workers that receive from one named socket and hand each message to a
 * {@link io.zmqspring.listener.ZmqMessageListener}. What a listener throws goes to a
 * {@link io.zmqspring.listener.ZmqContainerErrorHandler} and never ends a worker.
 *
 * <pre>
 *   socket (engine queue, bounded by receive-hwm)
 *      |  |  |        each worker receives for itself: no second queue, back-pressure reaches the peer
 *     w1 w2 w3        one worker keeps the order, several do not
 *      |  |  |
 *     listener  -- throws --&gt;  error handler
 * </pre>
 */
@NullMarked
package io.zmqspring.listener;

import org.jspecify.annotations.NullMarked;
