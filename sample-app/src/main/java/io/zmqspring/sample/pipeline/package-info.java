/**
 * Work shared out: tasks are pushed to workers, each of which pulls, and pushes its result back. A worker may join, be
 * killed and come back at any time; no setting names it. What waits at a worker that is killed is lost, which the
 * counters show: a pipeline has no acknowledgement.
 */
@NullMarked
package io.zmqspring.sample.pipeline;

import org.jspecify.annotations.NullMarked;
