/**
 * Internal. Compares this engine with libzmq, JeroMQ and bare channels of the JDK, side by side on one machine. Started
 * by the script {@code run}; {@link io.zmqspring.core.benchmark.Benchmarks} lists its commands.
 */
@NullMarked
package io.zmqspring.core.benchmark;

import org.jspecify.annotations.NullMarked;
