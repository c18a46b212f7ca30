/** What a listener costs above the engine; {@code src/benchmark/run} runs it. */
@NullMarked
package io.zmqspring.benchmark;

import org.jspecify.annotations.NullMarked;
