/**
 * ZeroMQ for Spring Integration. The endpoints stand in
 * {@code inbound} and {@code outbound}, their Java DSL in {@code dsl}, what both directions share in {@code support}.
 */
@NullMarked
package io.zmqspring.integration;

import org.jspecify.annotations.NullMarked;
