package io.zmqspring.boot.autoconfigure;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.template.ZmqTemplate;
import java.util.concurrent.BlockingQueue;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends a record to itself, for {@link RestartTest}. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({JacksonAutoConfiguration.class, ZmqAutoConfiguration.class})
class RestartedApplication {

    private final BlockingQueue<String> seen;

    RestartedApplication(@Qualifier("seen") BlockingQueue<String> seen) {
        this.seen = seen;
    }

    @ZmqListener("in")
    void on(Price price) {
        seen.add(price + " of " + price.getClass().getClassLoader());
    }

    @Bean
    ApplicationRunner sending(ZmqTemplate template, @Qualifier("in") PullSocket in, PushSocket out) {
        return arguments -> {
            out.connect(in.lastEndpoint().orElseThrow());
            template.send("out", new Price("EUR", 110));
        };
    }

    record Price(String symbol, int cents) {}
}
