package io.zmqspring.sample.words;

import io.zmqspring.core.PullSocket;
import io.zmqspring.core.PushSocket;
import io.zmqspring.integration.dsl.Zmq;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.converter.StringMessageConverter;

/** Receives words, shouts them, sends them on. */
@Configuration(proxyBeanMethods = false)
@Profile("!worker")
class ShoutingFlow {

    @Bean
    IntegrationFlow shouting(@Qualifier("words-in") PullSocket wordsIn, @Qualifier("shouts-out") PushSocket shoutsOut) {
        return IntegrationFlow.from(
                        Zmq.inboundChannelAdapter(wordsIn).messageConverter(new StringMessageConverter(), String.class))
                .transform(String.class, word -> word.toUpperCase(Locale.ROOT) + "!")
                .handle(Zmq.outboundChannelAdapter(shoutsOut))
                .get();
    }
}
