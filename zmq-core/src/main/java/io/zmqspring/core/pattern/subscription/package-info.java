/**
 * Internal. Topic prefixes and their subscribers (29/PUBSUB): {@link
 * io.zmqspring.core.pattern.subscription.PrefixTable} finds the prefixes of a topic, on it stand the subscriptions of a
 * publisher's peers and those of a subscriber itself.
 */
@NullMarked
package io.zmqspring.core.pattern.subscription;

import org.jspecify.annotations.NullMarked;
