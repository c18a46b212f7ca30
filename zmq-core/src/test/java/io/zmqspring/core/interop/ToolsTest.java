package io.zmqspring.core.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.ZmqRequester;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RequestOptions;
import io.zmqspring.core.option.RequesterOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs that speak ZeroMQ and were written by others; {@code zmq-core/TOOLS.md} shows how each is set up. */
class ToolsTest {

    private static final int SEVERAL = 20;

    private static ToolContainer tools;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @BeforeAll
    static void start() {
        tools = new ToolContainer();
        tools.start("exec zurl --config=zurl.conf");
    }

    @AfterAll
    static void stop() {
        if (tools != null) {
            tools.close();
        }
    }

    @Test
    void shouldCollectWhatRsyslogPushes() {
        PullSocket pull = context.pull(Conversation.OPTIONS);
        int port = Rendezvous.port(pull.bind("tcp://*:*"));
        tools.start("sed s/COLLECTOR/" + port + "/ rsyslog-push.conf >/tmp/push.conf;"
                + " exec rsyslogd -n -f /tmp/push.conf -i /tmp/push.pid");
        tools.runUntilItSucceeds("logger -u /tmp/push -t app -p user.warning 'line 0'");
        for (int number = 1; number < SEVERAL; number++) {
            tools.runUntilItSucceeds("logger -u /tmp/push -t app -p user.warning 'line " + number + "'");
        }
        for (int number = 0; number < SEVERAL; number++) {
            assertThat(text(pull.receive(Limits.WAIT))).isEqualTo("app warning line " + number);
        }
    }

    @Test
    void shouldSubscribeToWhatRsyslogPublishes() {
        SubSocket sub = context.sub(Conversation.OPTIONS);
        sub.subscribe("app ");
        sub.connect(tools.endpoint(7201));
        tools.start("exec rsyslogd -n -f rsyslog-pub.conf -i /tmp/pub.pid");
        AtomicInteger number = new AtomicInteger();
        Awaitility.await("a line that was logged after the subscription")
                .atMost(Limits.WAIT)
                .until(() -> {
                    tools.runUntilItSucceeds("logger -u /tmp/pub -t other -p user.notice 'not subscribed to'");
                    tools.runUntilItSucceeds(
                            "logger -u /tmp/pub -t app -p user.notice 'line " + number.incrementAndGet() + "'");
                    byte[] line = sub.receive(Duration.ofMillis(200));
                    return line != null && text(line).equals("app notice line " + number);
                });
    }

    @Test
    void shouldLetZurlFetchPagesManyAtATime() throws Exception {
        try (WebServer web = new WebServer();
                ZmqRequester requester = context.requester(RequesterOptions.builder()
                        .socket(Conversation.OPTIONS)
                        .request(RequestOptions.of(Limits.WAIT))
                        .build())) {
            requester.connect(tools.endpoint(7104));
            List<CompletableFuture<ZmqMessage>> replies = IntStream.range(0, SEVERAL)
                    .mapToObj(number -> requester.requestAsync(bytes(get(web, "/page/" + number))))
                    .toList();
            for (int number = 0; number < SEVERAL; number++) {
                assertThat(replies.get(number))
                        .succeedsWithin(Limits.WAIT)
                        .extracting(reply -> reply.string(0))
                        .asString()
                        .startsWith("J{")
                        .contains("\"code\":200", "\"body\":\"this is /page/" + number + "\"");
            }
            assertThat(requester.counters().answered()).isEqualTo(SEVERAL);
        }
    }

    @Test
    void shouldPushToZurlAndSubscribeToItsResponses() throws Exception {
        try (WebServer web = new WebServer()) {
            PushSocket push = context.push(Conversation.OPTIONS);
            SubSocket sub = context.sub(Conversation.OPTIONS);
            sub.subscribe("spring ");
            push.connect(tools.endpoint(7101));
            sub.connect(tools.endpoint(7103));
            assertThat(sub.awaitPeers(1, Limits.WAIT)).isTrue();
            AtomicInteger id = new AtomicInteger();
            String request = "\"from\":\"spring\",\"seq\":0,\"credits\":10000,";
            Awaitility.await("a response after the subscription")
                    .atMost(Limits.WAIT)
                    .until(() -> {
                        push.send(bytes(
                                get(web, "/news").replace("{", "{\"id\":\"" + id.incrementAndGet() + "\"," + request)));
                        for (byte[] part = next(sub); part != null; part = next(sub)) {
                            assertThat(text(part)).startsWith("spring J{");
                            if (text(part).contains("\"body\":\"this is /news\"")) {
                                return true;
                            }
                        }
                        return false;
                    });
        }
    }

    @Test
    void shouldShareJobsWithNodeAndTakeItsResultsRepliesAndNews() {
        PushSocket jobs = context.push(Conversation.OPTIONS);
        PullSocket results = context.pull(Conversation.OPTIONS);
        SubSocket news = context.sub(Conversation.OPTIONS);
        news.subscribe("done");
        try (ZmqRequester requester = context.requester(
                RequesterOptions.builder().socket(Conversation.OPTIONS).build())) {
            tools.start(String.join(
                    " ",
                    "exec node worker.mjs",
                    ToolContainer.asProgramsSee(jobs.bind("tcp://*:*")),
                    ToolContainer.asProgramsSee(results.bind("tcp://*:*")),
                    ToolContainer.asProgramsSee(requester.bind("tcp://*:*")),
                    ToolContainer.asProgramsSee(news.bind("tcp://*:*"))));
            assertThat(news.awaitPeers(1, Limits.WAIT)).isTrue();
            assertThat(requester.awaitPeers(1, Limits.WAIT)).isTrue();
            for (int number = 0; number < SEVERAL; number++) {
                jobs.send(ZmqMessage.ofStrings("job " + number, "hello", "wörld"), Limits.WAIT);
                assertThat(results.receiveMessage(Limits.WAIT))
                        .isEqualTo(ZmqMessage.ofStrings("job " + number, "HELLO", "WÖRLD"));
            }
            assertThat(requester.request(bytes("hello")).string(0)).isEqualTo("node says hello");
            String last = "done " + SEVERAL;
            Awaitility.await(last).atMost(Limits.WAIT).until(() -> {
                ZmqMessage message = Objects.requireNonNull(news.receiveMessage(Limits.WAIT));
                return (message.string(0) + " " + message.string(1)).equals(last);
            });
        }
    }

    private static String get(WebServer web, String path) {
        return "J{\"method\":\"GET\",\"uri\":\"" + ToolContainer.web(web.port()) + path + "\"}";
    }

    private static byte[] next(SubSocket sub) {
        return sub.receive(Duration.ofMillis(500));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(Objects.requireNonNull(bytes), UTF_8);
    }

    /** Tells for each page which it is. */
    private static final class WebServer implements AutoCloseable {

        private final HttpServer server;

        WebServer() throws IOException {
            server = HttpServer.create(new InetSocketAddress(0), 0);
            server.createContext("/", exchange -> {
                byte[] body = bytes("this is " + exchange.getRequestURI());
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
