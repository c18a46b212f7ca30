package io.zmqspring.sample.flow;

import io.zmqspring.sample.market.Price;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Remembers, of at most 100 symbols, the price from which a move is measured. Called by the thread of the flow. */
@Component
class PriceMoves {

    private static final BigDecimal FAR_PERCENT = new BigDecimal("0.25");
    private static final int CAPACITY = 100;

    private final Map<String, BigDecimal> from = new HashMap<>();

    /** {@return the move from the last price that was far, or from the first} */
    Move next(Price price) {
        BigDecimal before = from.getOrDefault(price.symbol(), price.amount());
        Move move = new Move(price.symbol(), before, price.amount());
        boolean isKnown = from.containsKey(price.symbol());
        if (isKnown ? move.isFar() : from.size() < CAPACITY) {
            from.put(price.symbol(), price.amount());
        }
        return move;
    }

    /**
     * A price that has changed.
     *
     * @param symbol of what
     * @param from the price before
     * @param to the price now
     */
    record Move(String symbol, BigDecimal from, BigDecimal to) {

        boolean isFar() {
            return percent().abs().compareTo(FAR_PERCENT) >= 0;
        }

        BigDecimal percent() {
            return from.signum() == 0
                    ? BigDecimal.ZERO
                    : to.subtract(from).scaleByPowerOfTen(2).divide(from, MathContext.DECIMAL32);
        }

        /** {@return the text of an alert, such as {@code EURUSD rose by 0.27 % to 1.1630}} */
        @Override
        public String toString() {
            BigDecimal percent = percent().setScale(2, RoundingMode.HALF_UP);
            return symbol + (percent.signum() < 0 ? " fell by " : " rose by ") + percent.abs() + " % to " + to;
        }
    }
}
