package io.zmqspring.sample.page;

import io.zmqspring.sample.market.LatestPrices;
import io.zmqspring.sample.market.Price;
import io.zmqspring.sample.pipeline.Pipeline;
import io.zmqspring.template.ZmqTemplate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends far more than the other side can take. The publisher drops what a subscriber has no room for; the tasks that no
 * worker has room for are refused. One flood at a time. Any thread may call any method.
 */
@Component
@Profile("!worker")
class Flood implements DisposableBean {

    private static final String SYMBOL = "EURUSD";

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), new CustomizableThreadFactory("flood-"));
    private final Map<String, Runnable> floods = Map.of("market-out", this::floodMarket, "tasks-out", this::floodTasks);
    private final ZmqTemplate zmq;
    private final Pipeline pipeline;
    private final LatestPrices prices;
    private final JsonMapper json;

    Flood(ZmqTemplate zmq, Pipeline pipeline, LatestPrices prices, JsonMapper json) {
        this.zmq = zmq;
        this.pipeline = pipeline;
        this.prices = prices;
        this.json = json;
    }

    /**
     * Begins a flood.
     *
     * @throws IllegalArgumentException when the socket is not one that can be flooded
     * @throws java.util.concurrent.RejectedExecutionException when there is a flood already
     */
    void begin(String socket) {
        Runnable flood = floods.get(socket);
        if (flood == null) {
            throw new IllegalArgumentException("socket='" + socket + "', allowed are " + floods.keySet());
        }
        executor.execute(flood);
    }

    /** {@return whether there is a flood now} */
    boolean isRunning() {
        return executor.getActiveCount() > 0;
    }

    private void floodMarket() {
        Price known = prices.all().get(SYMBOL);
        BigDecimal amount = known == null ? new BigDecimal("1.1600") : known.amount();
        for (int round = 0; round < 100 && !executor.isShutdown(); round++) {
            byte[] price = json.writeValueAsBytes(new Price(SYMBOL, amount, Instant.now()));
            for (int i = 0; i < 1_000; i++) {
                zmq.publish("market-out", SYMBOL, price);
            }
        }
    }

    private void floodTasks() {
        for (int i = 0; i < 2_000 && !executor.isShutdown(); i++) {
            pipeline.send(20_000);
        }
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
