package io.zmqspring.sample.pipeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to work out: how many primes there are below a number. It travels as JSON.
 *
 * @param id counts tasks
 * @param below the number
 * @param sentAt when it was sent, or {@code null} when the sender does not say
 */
record Task(long id, int below, @Nullable Instant sentAt) {

    /** {@return the result, worked out here and now} */
    Result workedOutBy(String worker) {
        int primes = 0;
        for (int number = 2; number < below; number++) {
            if (isPrime(number)) {
                primes++;
            }
        }
        return new Result(id, primes, worker, sentAt);
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }
}
