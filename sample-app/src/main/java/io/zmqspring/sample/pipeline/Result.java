package io.zmqspring.sample.pipeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has worked out. It travels as JSON.
 *
 * @param id of the task
 * @param primes how many there are
 * @param worker the worker's name
 * @param sentAt of the task
 */
record Result(long id, int primes, String worker, @Nullable Instant sentAt) {}
