/**
 * Internal. Security mechanisms (37/ZMTP, Security Mechanisms): a {@link io.zmqspring.core.zmtp.mechanism.Mechanism} is
 * chosen per socket and begins one {@link io.zmqspring.core.zmtp.mechanism.SecurityHandshake} per connection. What the
 * handshake agreed on for the traffic, if that is not sent plainly, is a {@link io.zmqspring.core.zmtp.TrafficCodec}.
 */
@NullMarked
package io.zmqspring.core.zmtp.mechanism;

import org.jspecify.annotations.NullMarked;
