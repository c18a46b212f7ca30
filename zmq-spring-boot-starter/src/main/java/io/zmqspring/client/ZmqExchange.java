package io.zmqspring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose methods send messages and requests; a client that implements it is created.
 *
 * <pre>{@code
 * @ZmqExchange("price-server")
 * interface Prices {
 *
 *     Price current(String symbol);
 *
 *     CompletableFuture<List<Price>> history(HistoryRequest request, Duration timeout);
 *
 *     @ZmqExchange(value = "prices-out", topic = "EUR")
 *     void publish(Price price);
 * }
 * }</pre>
 *
 * <p>A method that returns something sends a request and converts the reply: to its return type, or to that of its
 * {@link java.util.concurrent.CompletableFuture}, {@link java.util.concurrent.CompletionStage} or {@code Mono}, without
 * waiting. A {@code void} method sends; over a requester or REQ it waits for the reply, which it ignores.
 *
 * <p>One parameter is the payload: the only one without a meaning of its own, or that with
 * {@link org.springframework.messaging.handler.annotation.Payload}; a method without one sends an empty frame. A
 * parameter with {@link org.springframework.messaging.handler.annotation.Header} is that header, a
 * {@link java.time.Duration} the longest wait for the reply, a {@link io.zmqspring.core.option.RoutingId} the peer of
 * a ROUTER. Methods with a body of their own are called as they are.
 *
 * <p>Methods throw what {@link io.zmqspring.template.ZmqOperations} throws. All attributes may have placeholders.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ZmqExchange {

    /** {@return the name of a socket or requester; on a method it stands for that of the interface} */
    String value() default "";

    /** {@return the topic of what a PUB or XPUB sends; a header parameter stands for it} */
    String topic() default "";

    /**
     * {@return the longest wait for a reply, such as {@code 2s}; a parameter stands for it, by default the template's}
     */
    String timeout() default "";
}
