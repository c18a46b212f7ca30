/**
 * What the inbound and the outbound endpoints share: the mapping between frames and payloads, the socket of an
 * endpoint, the error message that carries the frames, and the properties of all of these ({@code …Settings}). The
 * lowest floor of this module.
 */
@NullMarked
package io.zmqspring.integration.support;

import org.jspecify.annotations.NullMarked;
