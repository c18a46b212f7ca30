/**
 * Internal. JMH benchmarks of the parts on the way of a message, and of the whole way on one thread. Each class answers
 * one question; run with {@code -prof gc} they also tell the bytes allocated for a message.
 */
@NullMarked
package io.zmqspring.core.benchmark.jmh;

import org.jspecify.annotations.NullMarked;
