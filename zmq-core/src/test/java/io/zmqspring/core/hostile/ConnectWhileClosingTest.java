package io.zmqspring.core.hostile;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqSocket;
import io.zmqspring.core.error.ZmqClosedException;
import io.zmqspring.core.option.ContextOptions;
import io.zmqspring.core.option.SocketOptions;
import io.zmqspring.core.option.SocketType;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A socket that is closed while it connects says so. */
@Timeout(60)
class ConnectWhileClosingTest {

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"PUSH", "PAIR", "DEALER", "ROUTER", "SUB"})
    void shouldSayThatItIsClosed(SocketType type) {
        AtomicReference<ZmqSocket> connecting = new AtomicReference<>();
        // The first endpoint starts the I/O threads: after the first look whether the socket is closed.
        try (ZmqContext context = ZmqContext.create(ContextOptions.builder()
                .threadFactory(task -> {
                    connecting.get().close();
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                })
                .build())) {
            ZmqSocket socket = context.socket(type, SocketOptions.defaults());
            connecting.set(socket);

            assertThatExceptionOfType(ZmqClosedException.class)
                    .isThrownBy(() -> socket.connect("tcp://127.0.0.1:1"))
                    .withMessageContaining("closed");
        }
    }
}
