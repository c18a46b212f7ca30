/**
 * Internal. Starts the processes of each measurement, one engine after the other and round after round, checks that
 * they did the same work and prints tables.
 */
@NullMarked
package io.zmqspring.core.benchmark.runner;

import org.jspecify.annotations.NullMarked;
