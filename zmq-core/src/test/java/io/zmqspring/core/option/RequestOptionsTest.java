package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of requests, requesters and responders. */
class RequestOptionsTest {

    @Test
    void shouldSendOnceAndWaitFiveSecondsByDefault() {
        RequestOptions defaults = RequestOptions.defaults();
        assertThat(defaults.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.attempts()).isEqualTo(1);
        assertThat(defaults.attemptTimeout()).isNull();
        assertThat(RequestOptions.of(Duration.ofSeconds(5))).isEqualTo(defaults).hasSameHashCodeAs(defaults);
    }

    @Test
    void shouldChangeACopy() {
        RequestOptions changed = RequestOptions.of(Duration.ofSeconds(1))
                .withAttempts(3)
                .withAttemptTimeout(Duration.ofMillis(100))
                .withTimeout(Duration.ofSeconds(2));
        assertThat(changed.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(changed.attempts()).isEqualTo(3);
        assertThat(changed.attemptTimeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(changed).hasToString("RequestOptions[timeout=PT2S, attempts=3, attemptTimeout=PT0.1S]");
        assertThat(changed.withAttemptTimeout(null)).isNotEqualTo(changed);
        assertThat(RequestOptions.defaults().attempts()).isEqualTo(1);
    }

    @Test
    void shouldRefuseValuesOutOfRangeNamingBoth() {
        RequestOptions options = RequestOptions.defaults();
        assertRefused(() -> options.withTimeout(Duration.ZERO), "timeout=PT0S", "more than zero");
        assertRefused(() -> options.withTimeout(Duration.ofMillis(-1)), "timeout=PT-0.001S", "more than zero");
        assertRefused(() -> options.withAttemptTimeout(Duration.ZERO), "attemptTimeout=PT0S", "more than zero");
        assertRefused(() -> options.withAttempts(0), "attempts=0", "1 to 1000");
        assertRefused(() -> options.withAttempts(1001), "attempts=1001", "1 to 1000");
        SocketOptions noDealers = SocketOptions.builder().reqRelaxed(true).build();
        assertRefused(() -> RequesterOptions.builder().socket(noDealers), "DEALER", "reqRelaxed");
        assertRefused(() -> ResponderOptions.builder().socket(noDealers), "ROUTER", "reqRelaxed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 20) + 1})
    void shouldRefuseABoundOutOfRange(int most) {
        assertRefused(() -> RequesterOptions.builder().maxInFlight(most), "maxInFlight=" + most, "1 to 1048576");
        assertRefused(
                () -> ResponderOptions.builder().maxOpenRequests(most), "maxOpenRequests=" + most, "1 to 1048576");
    }

    @Test
    void shouldBuildOnSettingsThereAre() {
        Executor executor = Runnable::run;
        SocketOptions socket = SocketOptions.builder().sendHwm(7).build();
        RequesterOptions requester = RequesterOptions.builder()
                .socket(socket)
                .request(RequestOptions.of(Duration.ofSeconds(1)))
                .maxInFlight(3)
                .whenFull(RequesterOptions.WhenFull.REFUSE)
                .executor(executor)
                .build()
                .toBuilder()
                .build();
        assertThat(requester.socket()).isSameAs(socket);
        assertThat(requester.request().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(requester.maxInFlight()).isEqualTo(3);
        assertThat(requester.whenFull()).isEqualTo(RequesterOptions.WhenFull.REFUSE);
        assertThat(requester.executor()).isSameAs(executor);
        ResponderOptions responder =
                ResponderOptions.builder().socket(socket).maxOpenRequests(5).executor(executor).build().toBuilder()
                        .build();
        assertThat(responder.socket()).isSameAs(socket);
        assertThat(responder.maxOpenRequests()).isEqualTo(5);
        assertThat(responder.executor()).isSameAs(executor);
    }

    private static void assertRefused(Runnable call, String... parts) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(call::run)
                .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
    }
}
