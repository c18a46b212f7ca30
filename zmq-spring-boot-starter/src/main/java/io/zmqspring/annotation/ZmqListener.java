package io.zmqspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Marks a method that takes the messages of a socket: one in {@code zmq.sockets}, by its name, or one described here,
 * by its {@link #type} and endpoints. The socket must be of a type that receives, other than REQ.
 *
 * <p>On a class, one container serves all methods that are marked with {@link ZmqHandler}; these share out the messages
 * by topic.
 *
 * <p>Every attribute may hold placeholders <code>${…}</code> and expressions <code>#{…}</code>.
 *
 * <p>The payload is what stands behind the envelope, see {@link io.zmqspring.core.message.Envelope}: behind the topic
 * on a SUB or XSUB, behind the routing id on a ROUTER. Parameters of the method:
 * <ul>
 * <li>{@code byte[]}, {@link java.nio.ByteBuffer}, {@code String} (UTF-8), or any type the message converter makes of
 * the payload (JSON, when Jackson is there), with or without
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload}; a payload of several frames fits none of
 * these and is a failure;
 * <li>{@link io.zmqspring.core.message.ZmqMessage} or {@code List<byte[]>}: all frames, as they came; with
 * {@code @Payload} those of the payload;
 * <li>{@link org.springframework.messaging.Message}, its payload converted to its type argument;
 * <li>{@link org.springframework.messaging.handler.annotation.Header @Header} and
 * {@link org.springframework.messaging.handler.annotation.Headers @Headers}, see
 * {@link io.zmqspring.core.message.ZmqHeaders}: {@code @Header(ZmqHeaders.TOPIC) String},
 * {@code @Header(ZmqHeaders.ROUTING_ID) RoutingId} (or {@code byte[]}, or {@code String});
 * <li>{@link io.zmqspring.core.message.ZmqPeer}: the peer that sent the message;
 * <li>{@link io.zmqspring.listener.ZmqReplier}: the way back, for a method that returns {@code void} and replies later.
 * </ul>
 *
 * <p>Arguments are made straight from the frames where each is bytes, text, frames, JSON by Jackson, the peer, or the
 * header {@code ZmqHeaders.TOPIC} as {@code String} or {@code ZmqHeaders.ROUTING_ID} as {@code RoutingId}. For any
 * other parameter, for one that is validated, and with a resolver or converter of the application, a Spring message
 * with headers is created of each message.
 *
 * <p>What the method returns, or what a {@link java.util.concurrent.CompletionStage} or {@code Mono} it returns
 * completes with, is sent back over the same socket when that is a PAIR, REP, DEALER or ROUTER, there to the peer that
 * asked; or over the socket named by
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo("name")}, of a publisher with
 * {@code @SendTo("name/topic")}. Both may hold expressions <code>!{…}</code> that are evaluated for each result, of
 * {@code request} (the frames), {@code source} (the Spring message) and {@code result}. {@code null} sends nothing.
 *
 * <p>Requests are answered: a REP sends an empty frame when there is no result, and so does a ROUTER whose method has
 * results to a REQ. A REP, and a ROUTER for a REQ or when its method has results, answers with an error reply when the
 * method has failed for good, see {@link io.zmqspring.listener.ZmqErrorReply}. Both have any number of requests in
 * handling, and reply when a result is there: the peers of a REP see a REP, while the socket of the engine is a ROUTER,
 * see {@link io.zmqspring.core.lifecycle.ConcurrentReplier}. A filter, an interceptor and an error handler of the
 * container therefore see the envelope ahead of a request. A REP that was open before its listener was defined has one
 * request at a time.
 *
 * <p>A message whose method throws goes to the error handler, which decides what becomes of it. By default it is
 * logged, counted and given up.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(ZmqListeners.class)
@MessageMapping
public @interface ZmqListener {

    /**
     * Id of the listener's container, unique among all beans: name of its bean, and what the names of its threads begin
     * with.
     *
     * @return the id; by default the name of the bean and of the method, {@code bean.method}; of a class
     *     {@code bean.listener}
     */
    String id() default "";

    /**
     * Name of the socket; alias of {@link #socket}.
     *
     * @return the name
     */
    @AliasFor("socket")
    String value() default "";

    /**
     * Name of the socket, as in {@code zmq.sockets}.
     *
     * @return the name
     */
    @AliasFor("value")
    String socket() default "";

    /**
     * Type of a socket made for this listener, such as {@code sub}; {@link #socket} is then its name, if any.
     *
     * @return a {@link io.zmqspring.core.option.SocketType} in any case; by default the socket is one that exists
     */
    String type() default "";

    /**
     * Endpoints the socket made for this listener binds. Each may be a list with commas.
     *
     * @return endpoints
     */
    String[] bind() default {};

    /**
     * Endpoints the socket made for this listener connects to. Each may be a list with commas.
     *
     * @return endpoints
     */
    String[] connect() default {};

    /**
     * What a SUB or XSUB subscribes to for this listener, beside the topics of the socket. Each may be a list with
     * commas; an empty one is everything, and so is none at all when the socket has no topics either.
     *
     * @return the first characters of the messages that are wanted
     */
    String[] topics() default {};

    /**
     * Options of the socket made for this listener, each {@code name=value} as below
     * {@code zmq.sockets.<name>.options}, such as {@code receive-hwm=500} or {@code heartbeat.interval=5s}. Each may
     * have several lines.
     *
     * @return options; by default those of the context
     */
    String[] properties() default {};

    /**
     * What changes the options of the socket made for this listener, after {@link #properties}: a
     * {@link io.zmqspring.socket.ZmqSocketCustomizer}.
     *
     * @return a bean name, or an expression that gives a bean name or the customizer
     */
    String socketCustomizer() default "";

    /**
     * Group of the listener's container. The containers of a group are a bean of type
     * {@link io.zmqspring.config.ListenerContainerGroup}, named by the group and {@code .group}, by which they are
     * stopped and started together.
     *
     * @return the group; by default none
     */
    String group() default "";

    /**
     * Bean name of the {@link io.zmqspring.config.ZmqListenerContainerFactory}.
     *
     * @return the name; by default {@code zmqListenerContainerFactory}
     */
    String containerFactory() default "";

    /**
     * How many messages may be in the method at the same time. With more than 1 the order of messages is lost, see
     * {@link #ordering}.
     *
     * @return a number; by default what the factory says, that is 1
     */
    String concurrency() default "";

    /**
     * Whether the listener starts with the application context.
     *
     * @return {@code true} or {@code false}; by default what the factory says, that is {@code true}
     */
    String autoStartup() default "";

    /**
     * What handles a failure of the method: a {@link io.zmqspring.listener.ZmqListenerErrorHandler}, whose result
     * stands in for the method's, or a {@link io.zmqspring.listener.ZmqContainerErrorHandler}.
     *
     * @return a bean name, or an expression that gives a bean name or the handler; by default the factory's
     */
    String errorHandler() default "";

    /**
     * Whether the method takes several messages at a time. Its only parameter is then a {@code List} with an element
     * for each message: {@code byte[]}, {@code String}, {@link java.nio.ByteBuffer}, an object of JSON, {@link
     * io.zmqspring.core.message.ZmqMessage}, {@code List<byte[]>} (the frames of a message), or {@link
     * org.springframework.messaging.Message} of a payload. What it returns goes to the socket named by {@link
     * org.springframework.messaging.handler.annotation.SendTo @SendTo}, each element of a collection by itself; there
     * is no reply over the same socket. A {@link io.zmqspring.listener.ZmqBatchListenerFailedException} names the
     * message that it could not handle.
     *
     * @return {@code true} or {@code false}; by default {@code true} only for a {@code List} of {@code ZmqMessage} or
     *     Spring messages, since a list of anything else may be the frames, or the JSON array, of one message
     */
    String batch() default "";

    /**
     * Most messages of a batch.
     *
     * @return a number; by default what the factory says, that is 100
     */
    String batchSize() default "";

    /**
     * Longest wait for more messages after the first of a batch.
     *
     * @return a duration such as {@code 50ms} or {@code PT1S}, or milliseconds; {@code 0} takes what is there; by
     *     default what the factory says, that is 100 ms
     */
    String batchTimeout() default "";

    /**
     * What converts payloads and results of this listener: a
     * {@link io.zmqspring.support.converter.ZmqMessageConverter}, or a
     * {@link org.springframework.messaging.converter.MessageConverter} for what is neither bytes nor text.
     *
     * @return a bean name, or an expression that gives a bean name or the converter; by default the factory's
     */
    String messageConverter() default "";

    /**
     * Which messages the method gets: a {@link java.util.function.Predicate} of
     * {@link io.zmqspring.core.message.ZmqMessage}, asked before anything is made of the frames. Others are skipped and
     * count as handled; a request is answered as if the method had no result.
     *
     * @return a bean name, or an expression that gives a bean name or the predicate; by default all
     */
    String filter() default "";

    /**
     * What a REP or ROUTER answers to a request that the method could not handle: an
     * {@link io.zmqspring.listener.ErrorReplyPolicy}, such as {@code exception-message}, or a
     * {@link io.zmqspring.listener.ZmqErrorReply}.
     *
     * @return the policy, a bean name, or an expression that gives one of these or the reply; by default the factory's
     */
    String errorReply() default "";

    /**
     * Which messages a method with several workers handles in the order in which they came: {@code strict},
     * {@code per-key} or {@code none}, see {@link io.zmqspring.listener.MessageOrdering}. Not for batches.
     *
     * @return the ordering in any case; by default what the factory says, that is {@code none} with a
     *     {@link #concurrency} of more than 1
     */
    String ordering() default "";

    /**
     * What runs the workers: an {@link java.util.concurrent.Executor}, such as a {@code TaskExecutor}. Each occupies a
     * thread of it as long as the listener runs, see
     * {@link io.zmqspring.listener.DefaultZmqMessageListenerContainer#setTaskExecutor}.
     *
     * @return a bean name, or an expression that gives a bean name or the executor; by default what the factory says,
     *     that is threads of their own
     */
    String executor() default "";

    /**
     * What stands around each call of the method, with the conversion of its arguments and the sending of its result:
     * each an {@link org.aopalliance.aop.Advice}, such as a {@link org.aopalliance.intercept.MethodInterceptor}.
     *
     * @return bean names, or expressions that give a bean name or the advice, the first outermost; by default only the
     *     factory's
     */
    String[] adviceChain() default {};

    /**
     * Content type of results, such as {@code application/json}, unless a result is a Spring message that has one. It
     * chooses the converter, and travels where headers do.
     *
     * @return the type; by default that of the payload
     */
    String replyContentType() default "";

    /**
     * Name by which expressions in these attributes may refer to the bean that has the method:
     * <code>#{__listener.socketName}</code>.
     *
     * @return the name
     */
    String beanRef() default "__listener";
}
