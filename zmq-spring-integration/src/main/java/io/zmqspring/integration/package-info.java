/**
 * ZeroMQ for Spring Integration: the names of the headers our endpoints set. The endpoints themselves stand in
 * {@code inbound} and {@code outbound}, their Java DSL in {@code dsl}, what both directions share in {@code support}.
 */
@NullMarked
package io.zmqspring.integration;

import org.jspecify.annotations.NullMarked;
