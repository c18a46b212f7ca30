package io.zmqspring.sample.request;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The prime factors of a number. They travel as JSON.
 *
 * @param number the number
 * @param factors its factors, the smallest first
 * @param responder the name of the responder that has found them
 * @param trace the id of the trace that the responder took part in, or {@code null} when there was none
 */
record Factors(
        long number,
        List<Long> factors,
        String responder,
        @Nullable String trace) {

    static Factors of(Question question, String responder) {
        List<Long> factors = new ArrayList<>();
        long rest = question.number();
        for (long divisor = 2; divisor * divisor <= rest; divisor++) {
            while (rest % divisor == 0) {
                factors.add(divisor);
                rest /= divisor;
            }
        }
        if (rest > 1) {
            factors.add(rest);
        }
        return new Factors(question.number(), factors, responder, MDC.get("traceId"));
    }
}
