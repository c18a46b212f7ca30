/**
 * Internal. What one process of a measurement does: send, receive, echo, ping, or hold idle connections. A role tells
 * its parent where it listens and what it found, one line each, and ends when its parent does.
 */
@NullMarked
package io.zmqspring.core.benchmark.role;

import org.jspecify.annotations.NullMarked;
