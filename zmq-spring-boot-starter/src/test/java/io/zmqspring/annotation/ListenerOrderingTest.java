package io.zmqspring.annotation;

import static io.zmqspring.annotation.ListenerApplication.LIMIT;
import static io.zmqspring.annotation.ListenerApplication.container;
import static io.zmqspring.annotation.ListenerApplication.counters;
import static io.zmqspring.annotation.ListenerApplication.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ContainerState;
import io.zmqspring.listener.ListenerCounters;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.handler.annotation.Header;

@Timeout(60)
class ListenerOrderingTest {

    private static final List<String> TOPICS =
            IntStream.range(0, 20).mapToObj(i -> "topic-" + i).toList();

    private final ApplicationContextRunner runner = with("news pub bind inproc://news", "in sub connect inproc://news");

    @Test
    void shouldHandleMessagesOfOneKeyInOrderAndThoseOfOthersMeanwhile() {
        runner.withUserConfiguration(Keyed.class).run(context -> {
            Keyed listener = context.getBean(Keyed.class);

            publish(context, "stuck", 0);
            assertThat(listener.stuck.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                for (String topic : TOPICS) {
                    publish(context, topic, i);
                }
            }

            List<Integer> inOrder = IntStream.range(0, 20).boxed().toList();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(listener.threads.values())
                            .as("workers other than the one that is stuck")
                            .hasSizeGreaterThan(TOPICS.size() / 2));
            listener.release.countDown();
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(counters(context, "keyed")).isEqualTo(new ListenerCounters(401, 401, 0, 0)));
            TOPICS.forEach(topic -> assertThat(listener.seen.get(topic)).isEqualTo(inOrder));
            assertThat(listener.threads.values().stream().distinct().count()).isGreaterThan(1);
        });
    }

    @Test
    void shouldHandleWhatWasSharedOutBeforeItStops() {
        runner.withUserConfiguration(Keyed.class).run(context -> {
            Keyed listener = context.getBean(Keyed.class);
            publish(context, "stuck", 0);
            assertThat(listener.stuck.await(10, TimeUnit.SECONDS)).isTrue();
            IntStream.range(1, 11).forEach(i -> publish(context, "stuck", i));
            Thread stopping = new Thread(() -> container(context, "keyed").stop());
            stopping.start();
            await().atMost(LIMIT).until(() -> container(context, "keyed").getState() == ContainerState.STOPPING);

            listener.release.countDown();
            stopping.join();

            assertThat(counters(context, "keyed")).isEqualTo(new ListenerCounters(11, 11, 0, 0));
        });
    }

    @Test
    void shouldGiveUpWhatThereIsNoTimeFor() {
        runner.withUserConfiguration(Keyed.class)
                .withPropertyValues("zmq.listener.shutdown-timeout=1ms")
                .run(context -> {
                    Keyed listener = context.getBean(Keyed.class);
                    publish(context, "stuck", 0);
                    assertThat(listener.stuck.await(10, TimeUnit.SECONDS)).isTrue();
                    IntStream.range(1, 11).forEach(i -> publish(context, "stuck", i));
                    await().atMost(LIMIT)
                            .until(() -> context.getBean("in", SubSocket.class)
                                            .counters()
                                            .received()
                                    == 11);

                    container(context, "keyed").stop();

                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(counters(context, "keyed"))
                                    .isEqualTo(new ListenerCounters(11, 0, 11, 0)));
                });
    }

    @Test
    void shouldStopAndStartWhenAWorkerSaysSo() {
        runner.withUserConfiguration(Restarting.class).run(context -> {
            assertThat(context.getBean("news", PubSocket.class).awaitSubscription("", LIMIT))
                    .isTrue();
            publish(context, "restart", 1);
            await().atMost(LIMIT)
                    .until(() -> context.getBean(Restarting.class).restarted.getCount() == 0);

            publish(context, "after", 2);

            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(context.getBean(Restarting.class).seen).containsExactly("restart", "after"));
        });
    }

    @Test
    void shouldRefuseStrictOrderWithSeveralWorkers() {
        runner.withUserConfiguration(Keyed.class)
                .withPropertyValues("test.ordering=strict")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ZmqListenerDefinitionException.class)
                        .hasMessageContaining("ordering is strict and concurrency is 4"));
        runner.withUserConfiguration(Keyed.class)
                .withPropertyValues("test.ordering=some")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("wanted is one of [STRICT, PER_KEY, NONE]"));
    }

    private static void publish(ApplicationContext context, String topic, int number) {
        PubSocket news = context.getBean("news", PubSocket.class);
        assertThat(news.awaitSubscription("", LIMIT)).isTrue();
        news.send(ZmqMessage.ofStrings(topic, Integer.toString(number)));
    }

    static class Keyed {

        final Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        final Map<String, Thread> threads = new ConcurrentHashMap<>();
        final CountDownLatch stuck = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @ZmqListener(id = "keyed", value = "in", concurrency = "4", ordering = "${test.ordering:per-key}")
        void on(String number, @Header(ZmqHeaders.TOPIC) String topic) throws InterruptedException {
            seen.computeIfAbsent(topic, unused -> new CopyOnWriteArrayList<>()).add(Integer.valueOf(number));
            if (topic.equals("stuck")) {
                stuck.countDown();
                release.await();
            } else {
                threads.put(topic, Thread.currentThread());
            }
        }
    }

    static class Restarting {

        final List<String> seen = new CopyOnWriteArrayList<>();
        final CountDownLatch restarted = new CountDownLatch(1);
        private final ApplicationContext context;

        Restarting(ApplicationContext context) {
            this.context = context;
        }

        @ZmqListener(id = "restarting", value = "in", concurrency = "2", ordering = "PER_KEY")
        void on(String number, @Header(ZmqHeaders.TOPIC) String topic) {
            seen.add(topic);
            if (topic.equals("restart")) {
                container(context, "restarting").stop();
                container(context, "restarting").start();
                restarted.countDown();
            }
        }
    }
}
