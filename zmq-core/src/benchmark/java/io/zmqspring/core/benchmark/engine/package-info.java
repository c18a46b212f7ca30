/**
 * Internal. The messaging engines that run inside a JVM, behind one small interface each program is written against. An
 * adapter uses its engine as that engine's own documentation advises, and adds no copy that the engine does not need.
 */
@NullMarked
package io.zmqspring.core.benchmark.engine;

import org.jspecify.annotations.NullMarked;
