package io.zmqspring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.error.ZmqInterruptedException;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqSendTimeoutException;
import io.zmqspring.support.converter.PayloadMessageConverter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

/** Sends that are tried again. */
@Timeout(60)
class TemplateRetryTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    private final ZmqTemplate template = new ZmqTemplate(registry, new PayloadMessageConverter());
    private final AtomicInteger retries = new AtomicInteger();

    @BeforeEach
    void defineSocket() {
        registry.register(SocketDefinition.of("out", SocketType.PUSH).withBind("inproc://retries"));
        template.setSendTimeout(Duration.ZERO);
    }

    @AfterEach
    void closeAll() {
        registry.destroy();
        context.close();
    }

    @Test
    void shouldSendAgainWhatFoundNoRoom() {
        PullSocket pull = context.pull();
        template.setRetryTemplate(retrying(2, () -> {
            if (retries.get() == 2) {
                pull.connect("inproc://retries");
                registry.getSocket("out").awaitPeers(1, LIMIT);
            }
        }));

        template.send("out", "text");
        template.send("out", ZmqMessage.ofStrings("a", "b"));

        assertThat(retries).hasValue(2);
        assertThat(pull.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("text"));
        assertThat(pull.receiveMessage(LIMIT)).isEqualTo(ZmqMessage.ofStrings("a", "b"));
    }

    @Test
    void shouldFailAsWithoutRetriesAfterTheLast() {
        template.setRetryTemplate(retrying(3, () -> {}));

        assertThatExceptionOfType(ZmqSendTimeoutException.class)
                .isThrownBy(() -> template.send("out", "text"))
                .withMessageContaining("no peer is connected");

        assertThat(retries).hasValue(3);
    }

    @Test
    void shouldNotRetryWhatThePolicyExcludes() {
        template.setRetryTemplate(retrying(3, () -> {}));
        registry.getSocket("out").close();

        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> template.send("out", "text"));

        assertThat(retries).hasValue(0);
    }

    @Test
    void shouldEndTheWaitForARetryWhenInterrupted() {
        template.setRetryTemplate(new RetryTemplate(RetryPolicy.builder()
                .delay(LIMIT)
                .predicate(failure -> {
                    Thread.currentThread().interrupt();
                    return true;
                })
                .build()));

        assertThatExceptionOfType(ZmqInterruptedException.class)
                .isThrownBy(() -> template.send("out", "text"))
                .withMessageContaining("'out'");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldNotRetryWhatDoesNotWait() {
        template.setRetryTemplate(retrying(3, () -> {}));

        assertThat(template.trySend("out", "text", Duration.ZERO)).isFalse();

        assertThat(retries).hasValue(0);
    }

    private RetryTemplate retrying(int times, Runnable beforeEach) {
        RetryTemplate retryTemplate = new RetryTemplate(RetryPolicy.builder()
                .maxRetries(times)
                .delay(Duration.ofMillis(1))
                .includes(ZmqSendTimeoutException.class)
                .build());
        retryTemplate.setRetryListener(new RetryListener() {

            @Override
            public void beforeRetry(RetryPolicy policy, Retryable<?> retryable) {
                retries.incrementAndGet();
                beforeEach.run();
            }
        });
        return retryTemplate;
    }
}
