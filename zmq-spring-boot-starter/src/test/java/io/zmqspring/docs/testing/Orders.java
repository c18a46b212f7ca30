package io.zmqspring.docs.testing;

import io.zmqspring.annotation.ZmqListener;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.stereotype.Component;

/** Confirms orders. */
@Component
class Orders {

    @ZmqListener("orders-in")
    @SendTo("confirmations")
    Confirmation on(Order order) {
        return new Confirmation(order.count() + " " + order.what());
    }
}
