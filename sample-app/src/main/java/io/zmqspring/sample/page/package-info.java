/**
 * The page at {@code /}: what happens, twice a second by server-sent events, and buttons that interfere. {@code
 * static/index.html}, {@code live.js} and {@code live.css} are served as they are.
 */
@NullMarked
package io.zmqspring.sample.page;

import org.jspecify.annotations.NullMarked;
