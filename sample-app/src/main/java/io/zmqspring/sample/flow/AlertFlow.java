package io.zmqspring.sample.flow;

import io.zmqspring.core.PushSocket;
import io.zmqspring.core.SubSocket;
import io.zmqspring.integration.dsl.Zmq;
import io.zmqspring.sample.market.Price;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.integration.dsl.IntegrationFlow;
import tools.jackson.databind.json.JsonMapper;

/** From prices to alerts. */
@Configuration(proxyBeanMethods = false)
@Profile("!worker")
class AlertFlow {

    @Bean
    IntegrationFlow alerts(
            @Qualifier("flow-in") SubSocket prices,
            @Qualifier("alerts-out") PushSocket alerts,
            JsonMapper json,
            PriceMoves moves) {
        return IntegrationFlow.from(Zmq.inboundChannelAdapter(prices))
                .transform(byte[].class, frame -> json.readValue(frame, Price.class))
                .transform(Price.class, moves::next)
                .filter(PriceMoves.Move.class, PriceMoves.Move::isFar, near -> near.discardChannel("nullChannel"))
                .transform(PriceMoves.Move.class, PriceMoves.Move::toString)
                .handle(Zmq.outboundChannelAdapter(alerts))
                .get();
    }
}
