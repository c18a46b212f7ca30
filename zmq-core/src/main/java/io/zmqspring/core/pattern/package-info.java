/**
 * Internal. Which peer gets the next message ({@link io.zmqspring.core.pattern.LoadBalancer}) and whose message comes next
 * ({@link io.zmqspring.core.pattern.FairQueue}): the bricks of 30/PIPELINE and 31/EXPAIR.
 */
@NullMarked
package io.zmqspring.core.pattern;

import org.jspecify.annotations.NullMarked;
