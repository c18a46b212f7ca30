package io.zmqspring.sample.market;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A price. It travels as JSON.
 *
 * @param symbol of what, such as {@code EURUSD}
 * @param amount how much
 * @param sentAt when it was published, or {@code null} when the publisher does not say
 */
public record Price(
        String symbol, BigDecimal amount, @Nullable Instant sentAt) {}
