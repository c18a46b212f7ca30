package io.zmqspring.core.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which options a socket has: its own, those of its context, those of the table; none of another type of socket. */
class DefaultSocketOptionsTest {

    /** Not in the table; only a receiving socket has it. */
    private static final SocketOption<Integer> RECEIVERS_ONLY = new SocketOption<>(
            "receiversOnly",
            "receivers-only",
            OptionRange.count(OptionUnit.COUNT, 1),
            1,
            null,
            SocketType.PULL,
            SocketType.PAIR);

    private static final SocketOptions RECEIVING =
            SocketOptions.builder().set(RECEIVERS_ONLY, 2).build();

    private final ZmqContext context = ZmqContext.create(ContextOptions.builder()
            .defaultSocketOptions(SocketOptions.builder()
                    .sendHwm(7)
                    .linger(Duration.ofSeconds(3))
                    .set(RECEIVERS_ONLY, 4)
                    .build())
            .build());

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldHoldForASocketWithoutOptions() {
        for (ZmqSocket socket : List.of(context.push(), context.pull(), context.pair())) {
            assertThat(socket.options().sendHwm()).isEqualTo(7);
            assertThat(socket.options().linger()).isEqualTo(Duration.ofSeconds(3));
            assertThat(socket.options().receiveHwm()).isEqualTo(1000);
        }
    }

    @Test
    void shouldHoldForOptionsThatASocketDoesNotSet() {
        SocketOptions own = SocketOptions.builder().sendHwm(8).build();

        SocketOptions options = context.push(own).options();

        assertThat(options.sendHwm()).isEqualTo(8);
        assertThat(options.linger()).isEqualTo(Duration.ofSeconds(3));
        assertThat(own.isSet(SocketOption.LINGER)).isFalse();
    }

    @Test
    void shouldGiveWayToTheDefaultOfTheTableWhenASocketSetsIt() {
        SocketOptions own = SocketOptions.builder().sendHwm(1000).linger(null).build();

        SocketOptions options = context.push(own).options();

        assertThat(options.sendHwm()).isEqualTo(1000);
        assertThat(options.linger()).isNull();
    }

    @Test
    void shouldHoldForARestartableSocketOnceItIsOpen() {
        try (RestartableSocket socket =
                RestartableSocket.of(SocketDefinition.of("a", SocketType.PULL), () -> context)) {
            socket.start();

            assertThat(socket.options().sendHwm()).isEqualTo(7);
            assertThat(socket.options().get(RECEIVERS_ONLY)).isEqualTo(4);
        }
    }

    @Test
    void shouldHoldOnlyForTypesOfSocketThatHaveTheOption() {
        assertThat(context.pull().options().get(RECEIVERS_ONLY)).isEqualTo(4);
        assertThat(context.push().options().isSet(RECEIVERS_ONLY)).isFalse();
    }

    @Test
    void shouldRefuseAnOptionOfAnotherTypeOfSocket() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.push(RECEIVING))
                .withMessage("option receiversOnly is not for a PUSH socket: allowed are [PAIR, PULL]");
        assertThat(context.pull(RECEIVING).options().get(RECEIVERS_ONLY)).isEqualTo(2);
    }

    @Test
    void shouldRefuseAnOptionOfAnotherTypeOfSocketInADefinition() {
        SocketDefinition push = SocketDefinition.of("a", SocketType.PUSH);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> push.withOptions(RECEIVING))
                .withMessageContaining("receiversOnly");
    }

    @Test
    void shouldPutTheFirstOfTwoSettingsFirst() {
        SocketOptions first = SocketOptions.builder().sendHwm(1).build();
        SocketOptions second = SocketOptions.builder().sendHwm(2).receiveHwm(3).build();

        SocketOptions both = first.orElse(second);

        assertThat(both.sendHwm()).isEqualTo(1);
        assertThat(both.receiveHwm()).isEqualTo(3);
        assertThat(first.isSet(SocketOption.RECEIVE_HWM)).isFalse();
    }
}
