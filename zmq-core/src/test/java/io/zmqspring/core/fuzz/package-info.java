/**
 * Parsers of what a peer sends, fed with mutations of known inputs. Each {@link io.zmqspring.core.fuzz.FuzzTarget}
 * checks its parser against a second, simple one or against itself on the same bytes in other pieces. The known
 * inputs are in {@code src/test/resources/fuzz}, where {@code report.md} has the last long run; an input that found a
 * fault is added there.
 */
@NullMarked
package io.zmqspring.core.fuzz;

import org.jspecify.annotations.NullMarked;
