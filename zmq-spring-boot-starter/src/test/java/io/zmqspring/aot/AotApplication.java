package io.zmqspring.aot;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.client.ImportZmqExchanges;
import io.zmqspring.client.ZmqExchange;
import io.zmqspring.socket.NamedProxy;
import io.zmqspring.template.ZmqClient;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application that is processed ahead of time, see {@link AotTest}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({JacksonAutoConfiguration.class, ZmqAutoConfiguration.class})
@ImportZmqExchanges(AotApplication.Prices.class)
public class AotApplication {

    /** Run by the test, and ahead of time by Boot. */
    public static void main(String[] arguments) throws InterruptedException {
        SpringApplication application = new SpringApplication(AotApplication.class);
        application.setDefaultProperties(Map.ofEntries(
                Map.entry("spring.main.banner-mode", "off"),
                Map.entry("zmq.sockets.orders-out.type", "push"),
                Map.entry("zmq.sockets.orders-out.connect", "inproc://line"),
                Map.entry("zmq.sockets.line.type", "pull"),
                Map.entry("zmq.sockets.line.bind", "inproc://line"),
                Map.entry("zmq.sockets.line-out.type", "push"),
                Map.entry("zmq.sockets.line-out.bind", "inproc://orders"),
                Map.entry("zmq.sockets.orders-in.type", "pull"),
                Map.entry("zmq.sockets.orders-in.connect", "inproc://orders"),
                Map.entry("zmq.sockets.price-server.type", "rep"),
                Map.entry("zmq.sockets.price-server.bind", "inproc://prices"),
                Map.entry("zmq.requesters.price-client.connect", "inproc://prices"),
                Map.entry("zmq.proxies.bus.frontend", "line"),
                Map.entry("zmq.proxies.bus.backend", "line-out")));
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            context.getBean(ZmqClient.class)
                    .to("orders-out")
                    .body(new Order("apples", 42))
                    .send();
            Order order = context.getBean(Listeners.class).orders.poll(20, TimeUnit.SECONDS);
            Price price = context.getBean(Prices.class).current("EUR");
            System.out.println("received " + order + ", asked for " + price + ", proxy "
                    + context.getBean("bus", NamedProxy.class).isRunning() + ", bean " + context.containsBean("line"));
        }
    }

    @Bean
    Listeners listeners() {
        return new Listeners();
    }

    /** Listens. */
    static class Listeners {

        final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

        @ZmqListener("orders-in")
        void on(Order order) {
            orders.add(order);
        }

        @ZmqListener("price-server")
        Price price(String symbol) {
            return new Price(symbol, 110);
        }
    }

    /** Asks. */
    @ZmqExchange("price-client")
    interface Prices {

        Price current(String symbol);
    }

    record Order(String what, int count) {}

    record Price(String symbol, int cents) {}
}
