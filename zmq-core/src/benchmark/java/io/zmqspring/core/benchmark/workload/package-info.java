/**
 * Internal. What every program of a comparison has in common: its arguments, the bytes of its messages, the check of
 * what arrives and the line in which it reports. Knows no engine.
 */
@NullMarked
package io.zmqspring.core.benchmark.workload;

import org.jspecify.annotations.NullMarked;
