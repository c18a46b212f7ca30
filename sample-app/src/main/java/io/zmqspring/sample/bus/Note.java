package io.zmqspring.sample.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says on the bus. It travels as JSON.
 *
 * @param from the speaker
 * @param text what is said
 * @param sentAt when, or {@code null} when the speaker does not say
 */
record Note(String from, String text, @Nullable Instant sentAt) {}
