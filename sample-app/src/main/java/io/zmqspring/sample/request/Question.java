package io.zmqspring.sample.request;

/**
 * A number whose prime factors are wanted. It travels as JSON.
 *
 * @param number 2 to 10^12, so that the answer does not take long
 */
record Question(long number) {

    private static final long MOST = 1_000_000_000_000L;

    Question {
        if (number < 2 || number > MOST) {
            throw new IllegalArgumentException("number=" + number + " is out of range: allowed is 2 to " + MOST);
        }
    }
}
