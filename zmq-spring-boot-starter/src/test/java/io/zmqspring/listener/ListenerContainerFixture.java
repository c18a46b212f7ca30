package io.zmqspring.listener;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.event.ListenerContainerEvent;
import io.zmqspring.socket.ZmqSocketRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A container over a PULL that a PUSH sends to, and what it has received and published. */
abstract class ListenerContainerFixture {

    static final Duration LIMIT = Duration.ofSeconds(10);

    final ZmqContext context = ZmqContext.create();
    final ZmqSocketRegistry registry = new ZmqSocketRegistry(() -> context);
    final ContainerProperties properties = new ContainerProperties();
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<ListenerContainerEvent> events = new CopyOnWriteArrayList<>();
    final CountDownLatch release = new CountDownLatch(1);
    RestartableSocket in;
    PushSocket out;

    @Nullable DefaultZmqMessageListenerContainer container;

    @BeforeEach
    void openSockets() {
        in = registry.register(SocketDefinition.of("in", SocketType.PULL).withBind("inproc://listener"));
        out = (PushSocket)
                registry.register(SocketDefinition.of("out", SocketType.PUSH).withConnect("inproc://listener"));
        in.start();
        ((RestartableSocket) out).start();
    }

    @AfterEach
    void closeAll() {
        release.countDown();
        if (container != null) {
            container.destroy();
        }
        registry.destroy();
        context.close();
    }

    void create(ZmqMessageListener listener) {
        container = new DefaultZmqMessageListenerContainer("mine", in, properties, listener);
        container.setApplicationEventPublisher(event -> events.add((ListenerContainerEvent) event));
    }

    void start(ZmqMessageListener listener) {
        create(listener);
        container.start();
    }

    void record(ZmqMessage message) {
        received.add(message.string(0));
    }

    void send(int first, int last) {
        numbers(first, last).forEach(number -> out.send(number.getBytes(StandardCharsets.UTF_8)));
    }

    List<Class<?>> kinds() {
        return events.stream().<Class<?>>map(Object::getClass).toList();
    }

    /** A worker that waits is a thread in a timed or untimed wait. */
    boolean workersWait() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mine-"))
                .allMatch(thread ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    static void await(CountDownLatch latch) {
        awaiting().until(() -> latch.getCount() == 0);
    }

    static ConditionFactory awaiting() {
        return Awaitility.await().atMost(LIMIT);
    }

    record Asynchronous(CompletionStage<?> result) implements ZmqMessageListener {

        @Override
        public void onMessage(ZmqMessage message) {
            throw new AssertionError("the container calls handle");
        }

        @Override
        public CompletionStage<?> handle(ZmqMessage message) {
            return result;
        }
    }
}
