/**
 * Java DSL of this module: {@link io.zmqspring.integration.dsl.Zmq} creates the specs. Each spec mirrors the setters of
 * its endpoint.
 */
@NullMarked
package io.zmqspring.integration.dsl;

import org.jspecify.annotations.NullMarked;
