package io.zmqspring.benchmark;

import io.zmqspring.core.PubSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.core.option.SocketType;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.converter.JsonPayloadConverter;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.template.ZmqClient;
import io.zmqspring.template.ZmqTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a send of the template costs beside the engine's. The socket is a PUB without a subscriber, which drops what it
 * is given, so that neither a queue nor a peer is measured. Prints nanoseconds a call, the median of many short rounds.
 */
public final class TemplateBenchmark {

    private static final int CALLS = 100_000;
    private static final int ROUNDS = 51;
    private static final int WARMUP = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static int sink;

    private TemplateBenchmark() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.UTF_8);
        String text = "0123456789";
        Price price = new Price("EURUSD", 1.1, 1_000_000, "a price of ordinary length");
        JsonMapper mapper = JsonMapper.builder().findAndAddModules().build();
        try (ZmqContext context = ZmqContext.create()) {
            ZmqSocketRegistry sockets = new ZmqSocketRegistry(() -> context);
            PubSocket pub = (PubSocket) sockets.register(SocketDefinition.of("out", SocketType.PUB));
            ZmqTemplate template =
                    new ZmqTemplate(sockets, new PayloadMessageConverter(List.of(new JsonPayloadConverter(mapper))));
            ZmqClient client = ZmqClient.create(template);
            Map<String, Runnable> calls = new LinkedHashMap<>();
            calls.put("engine, byte[]", () -> sink += pub.send(bytes, TIMEOUT) ? 1 : 0);
            calls.put("template, byte[]", () -> template.send("out", bytes));
            calls.put("template, String", () -> template.send("out", text));
            calls.put("client, String", () -> client.to("out").body(text).send());
            calls.put("Jackson alone, record", () -> sink += mapper.writeValueAsBytes(price).length);
            calls.put("Jackson and engine", () -> sink += pub.send(mapper.writeValueAsBytes(price), TIMEOUT) ? 1 : 0);
            calls.put("template, record", () -> template.send("out", price));
            measure(calls);
        }
    }

    /** Each round measures all, since the speed of a machine changes. */
    private static void measure(Map<String, Runnable> calls) {
        Map<String, double[]> rounds = new LinkedHashMap<>();
        for (int round = -WARMUP; round < ROUNDS; round++) {
            for (Map.Entry<String, Runnable> call : calls.entrySet()) {
                double ns = nanosOf(call.getValue());
                if (round >= 0) {
                    rounds.computeIfAbsent(call.getKey(), unused -> new double[ROUNDS])[round] = ns;
                }
            }
        }
        rounds.forEach((name, ns) -> {
            Arrays.sort(ns);
            System.out.printf("%-24s %7.1f ns  [%.1f to %.1f]%n", name, ns[ROUNDS / 2], ns[0], ns[ROUNDS - 1]);
        });
    }

    private static double nanosOf(Runnable call) {
        long began = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return (System.nanoTime() - began) / (double) CALLS;
    }

    /** A payload. */
    record Price(String symbol, double value, long volume, String note) {}
}
