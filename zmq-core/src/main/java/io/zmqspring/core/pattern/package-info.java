/**
 * Internal. The rules of socket types, one class for each rule; {@link io.zmqspring.core.pattern.Pattern} holds those
 * of one socket:
 *
 * <pre>
 *   how many peers            Admission        any, or ExclusivePeer
 *   to which peers it sends   SendPolicy       LoadBalancer, RequestBalancer, ReplyToRequester, AddressedPeers,
 *                                              TopicFanOut, SubscriptionSender
 *   whose message is next     ReceivePolicy    FairQueue, with or without a filter; IdentifiedQueue, ExchangeQueue,
 *                                              UpstreamQueue
 * </pre>
 *
 * <p>A rule chooses, drops and refuses. It does not wait and holds no fence: the queue's ends
 * ({@link io.zmqspring.core.pipe.ConsumerEnd}, {@link io.zmqspring.core.pipe.ProducerEnd}) do that, and the two halves
 * of the socket.
 */
@NullMarked
package io.zmqspring.core.pattern;

import org.jspecify.annotations.NullMarked;
