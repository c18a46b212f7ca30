/**
 * Internal. Security mechanisms (37/ZMTP, Security Mechanisms): a {@link io.zmqspring.core.wire.mechanism.Mechanism} is
 * chosen per socket and begins one {@link io.zmqspring.core.wire.mechanism.SecurityHandshake} per connection. What the
 * handshake agreed on for the traffic, if that is not sent plainly, is a {@link io.zmqspring.core.wire.TrafficCodec}.
 */
@NullMarked
package io.zmqspring.core.wire.mechanism;

import org.jspecify.annotations.NullMarked;
