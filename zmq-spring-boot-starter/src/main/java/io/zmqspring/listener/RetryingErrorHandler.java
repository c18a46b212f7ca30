package io.zmqspring.listener;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Hands a message to the listener again as often and as long after each failure as a {@link BackOff} says, then to a
 * recoverer. What another attempt cannot change goes to the recoverer at once: a payload that cannot be converted, an
 * argument that cannot be made of the message, a {@link ClassCastException}, a {@link NoSuchMethodException}.
 */
public class RetryingErrorHandler implements ZmqContainerErrorHandler {

    private static final Set<Class<? extends Throwable>> FATAL = Set.of(
            MessageConversionException.class,
            MethodArgumentResolutionException.class,
            ClassCastException.class,
            NoSuchMethodException.class,
            ZmqHandlingTimeoutException.class);

    private final BackOff backOff;
    private final Predicate<? super Throwable> retried;
    private final @Nullable ZmqMessageRecoverer recoverer;
    private final ZmqContainerErrorHandler unrecovered = new LoggingErrorHandler();

    /**
     * Creates a handler that logs and gives up a message after its last attempt.
     *
     * @param backOff how often and after what time a message is tried again
     */
    public RetryingErrorHandler(BackOff backOff) {
        this(backOff, null);
    }

    /**
     * Creates a handler.
     *
     * @param backOff how often and after what time a message is tried again
     * @param recoverer takes care of a message after its last attempt, or {@code null} to log it and give it up
     */
    public RetryingErrorHandler(BackOff backOff, @Nullable ZmqMessageRecoverer recoverer) {
        this(backOff, failure -> true, recoverer);
    }

    /**
     * Creates a handler.
     *
     * @param policy how often and after what time a message is tried again, and after which failures: it is asked about
     *     what the listener threw
     * @param recoverer takes care of a message after its last attempt, or {@code null} to log it and give it up
     */
    public RetryingErrorHandler(RetryPolicy policy, @Nullable ZmqMessageRecoverer recoverer) {
        this(policy.getBackOff(), policy::shouldRetry, recoverer);
    }

    private RetryingErrorHandler(
            BackOff backOff, Predicate<? super Throwable> retried, @Nullable ZmqMessageRecoverer recoverer) {
        this.backOff = backOff;
        this.retried = retried;
        this.recoverer = recoverer;
    }

    @Override
    public FailureResolution handleError(FailedDelivery failed) {
        long delayMs = isFatal(failed.cause()) || !retried.test(thrown(failed.cause()))
                ? BackOffExecution.STOP
                : delayMs(failed.attempt());
        if (delayMs != BackOffExecution.STOP) {
            return FailureResolution.retryAfter(Duration.ofMillis(delayMs));
        }
        if (recoverer == null) {
            return unrecovered.handleError(failed);
        }
        try {
            recoverer.recover(failed);
            return FailureResolution.recovered();
        } catch (Exception notRecovered) {
            if (notRecovered != failed.cause()) {
                failed.cause().addSuppressed(notRecovered);
            }
            return unrecovered.handleError(failed);
        }
    }

    private static Throwable thrown(Throwable failure) {
        return failure instanceof ListenerExecutionFailedException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private long delayMs(int attempt) {
        BackOffExecution execution = backOff.start();
        long delayMs = BackOffExecution.STOP;
        for (int i = 0; i < attempt; i++) {
            delayMs = execution.nextBackOff();
            if (delayMs == BackOffExecution.STOP) {
                break;
            }
        }
        return delayMs;
    }

    private static boolean isFatal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Class<? extends Throwable> fatal : FATAL) {
                if (fatal.isInstance(cause)) {
                    return true;
                }
            }
        }
        return false;
    }
}
