package io.zmqspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

import io.zmqspring.core.message.ZmqMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

class RetryingErrorHandlerTest {

    private final ZmqMessageListenerContainer container = mock(ZmqMessageListenerContainer.class);
    private final List<FailedDelivery> recovered = new ArrayList<>();

    private FailedDelivery failed(int attempt, Throwable cause) {
        return new FailedDelivery(ZmqMessage.ofStrings("a"), 0, attempt, cause, container);
    }

    @Test
    void shouldRetryAsOftenAsTheBackOffSaysAndThenRecover() {
        RetryingErrorHandler handler = new RetryingErrorHandler(new FixedBackOff(20, 2), recovered::add);

        for (int attempt = 1; attempt <= 2; attempt++) {
            FailureResolution resolution = handler.handleError(failed(attempt, new IOException("down")));
            assertThat(resolution.isRetry()).isTrue();
            assertThat(resolution.delay()).isEqualTo(Duration.ofMillis(20));
        }
        assertThat(recovered).isEmpty();
        FailedDelivery last = failed(3, new IOException("down"));
        assertThat(handler.handleError(last).isRecovered()).isTrue();
        assertThat(recovered).containsExactly(last);
    }

    @Test
    void shouldWaitLongerFromAttemptToAttemptWhenTheBackOffDoes() {
        ExponentialBackOff doubling = new ExponentialBackOff(100, 2);
        doubling.setMaxAttempts(3);
        RetryingErrorHandler handler = new RetryingErrorHandler(doubling);

        assertThat(List.of(1, 2, 3))
                .extracting(attempt -> handler.handleError(failed(attempt, new IOException("down")))
                        .delay()
                        .toMillis())
                .containsExactly(100L, 200L, 400L);
        FailureResolution fourth = handler.handleError(failed(4, new IOException("down")));
        assertThat(fourth.isRetry()).isFalse();
        assertThat(fourth.isRecovered()).isFalse();
    }

    @Test
    void shouldNotRetryWhatAnotherAttemptCannotChange() {
        RetryingErrorHandler handler = new RetryingErrorHandler(new FixedBackOff(0, 5), recovered::add);

        FailureResolution resolution = handler.handleError(failed(
                1, new ListenerExecutionFailedException("on", new MessageConversionException("no such payload"))));

        assertThat(resolution.isRecovered()).isTrue();
        assertThat(recovered).hasSize(1);
    }

    @Test
    void shouldGiveUpWhatTheRecovererCannotTakeCareOf() {
        IllegalStateException again = new IllegalStateException("the other socket is closed");
        RetryingErrorHandler handler = new RetryingErrorHandler(new FixedBackOff(0, 0), failed -> {
            throw again;
        });
        FailedDelivery failed = failed(1, new IOException("down"));

        FailureResolution resolution = handler.handleError(failed);

        assertThat(resolution).isSameAs(FailureResolution.giveUp());
        assertThat(failed.cause()).hasSuppressedException(again);
    }

    @Test
    void shouldRefuseADelayOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FailureResolution.retryAfter(Duration.ofMillis(-1)))
                .withMessage("delay=PT-0.001S is out of range: allowed is 0 s to 365 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FailureResolution.retryAfter(Duration.ofDays(366)))
                .withMessageContaining("delay=PT8784H");
    }
}
