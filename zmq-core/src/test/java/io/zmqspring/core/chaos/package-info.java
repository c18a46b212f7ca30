/**
 * Random faults against the whole engine. {@link io.zmqspring.core.chaos.Chaos} starts a JVM with little memory, in
 * which sockets do their work while peers are killed, stopped, flood, half-close or say nonsense, names resolve slowly,
 * and callers interrupt, throw and close at the wrong moment. Every message is accounted for, every call is bounded in
 * time, every resource is sampled.
 *
 * <p>Every decision comes from one seed. A seed gives the same plan again; the threads' timing differs from run to run.
 */
@NullMarked
package io.zmqspring.core.chaos;

import org.jspecify.annotations.NullMarked;
