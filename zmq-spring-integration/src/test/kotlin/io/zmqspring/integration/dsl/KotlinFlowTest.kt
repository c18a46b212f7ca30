package io.zmqspring.integration.dsl

import io.zmqspring.core.ZmqContext
import io.zmqspring.core.message.ZmqHeaders
import io.zmqspring.core.option.SocketType
import io.zmqspring.integration.inbound.ZmqInboundGateway
import io.zmqspring.integration.proxy.ProxyType
import io.zmqspring.integration.support.DefaultZmqHeaderMapper
import io.zmqspring.integration.support.PayloadMode
import java.time.Duration
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.springframework.context.annotation.AnnotationConfigApplicationContext
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.integration.channel.QueueChannel
import org.springframework.integration.config.EnableIntegration
import org.springframework.integration.dsl.IntegrationFlow
import org.springframework.integration.dsl.integrationFlow
import org.springframework.messaging.MessageChannel
import org.springframework.messaging.support.GenericMessage

/** The DSL as Kotlin sees it. */
@Timeout(60)
class KotlinFlowTest {

    private val spring = AnnotationConfigApplicationContext(Flows::class.java)

    @AfterEach
    fun close() = spring.close()

    @Test
    fun shouldAskAndReplyFromFlowToFlow() {
        val gateway = spring.getBean("shouting", ZmqInboundGateway::class.java)
        val endpoint: String? = gateway.boundEndpoint
        assertThat(endpoint).isEqualTo("inproc://shouting")

        spring.getBean("asking.input", MessageChannel::class.java).send(GenericMessage("hello"))

        val reply = spring.getBean("replies", QueueChannel::class.java).receive(10_000)
        assertThat(reply?.payload).isEqualTo("HELLO")
    }

    @Test
    fun shouldBuildTheFlowOfTheReference() {
        val flow: IntegrationFlow = ReferencePage().server(spring.getBean(ZmqContext::class.java))

        assertThat(flow.integrationComponents.keys).anyMatch { it is ZmqInboundGatewaySpec || it is ZmqInboundGateway }
    }

    @Test
    fun shouldDescribeEveryEndpoint() {
        val zmq = spring.getBean(ZmqContext::class.java)

        val specs = listOf(
            Zmq.inboundChannelAdapter(zmq, SocketType.SUB)
                .connect("inproc://prices")
                .topics("EUR", "USD")
                .payloadMode(PayloadMode.MESSAGE),
            Zmq.polledInboundChannelAdapter(zmq).bind("inproc://polled").receiveTimeout(Duration.ofSeconds(1)),
            Zmq.outboundChannelAdapter(zmq, SocketType.PUB)
                .bind("inproc://out")
                .topicFunction { it.headers[ZmqHeaders.TOPIC] ?: "none" }
                .sendTimeout(null),
            Zmq.outboundGateway(zmq).connect("inproc://shouting").async(true).attempts(2),
            Zmq.channel(zmq).id("work").concurrency(2),
            Zmq.publishSubscribeChannel(zmq).connectUrl("tcp://localhost:1:2"),
            Zmq.proxy(zmq, ProxyType.SUB_PUB).frontendBind("tcp://127.0.0.1:*").backendBind("tcp://127.0.0.1:*"),
        )

        assertThat(specs).allSatisfy { assertThat(it.getObject()).isNotNull() }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    open class Flows {

        @Bean
        open fun zmq(): ZmqContext = ZmqContext.create()

        @Bean
        open fun replies() = QueueChannel()

        @Bean
        open fun server(zmq: ZmqContext) = integrationFlow(
            Zmq.inboundGateway(zmq)
                .id("shouting")
                .bind("inproc://shouting")
                .headerMapper(DefaultZmqHeaderMapper())
                .replyTimeout(Duration.ofSeconds(10))
                .errorReply { failure -> "error: ${failure.message}" }
        ) {
            transform<String> { it.uppercase() }
        }

        @Bean
        open fun asking(zmq: ZmqContext) = integrationFlow {
            handle(Zmq.outboundGateway(zmq).connect("inproc://shouting").headerMapper(DefaultZmqHeaderMapper()))
            channel("replies")
        }
    }

    /** What the page `reference.md` shows. */
    private class ReferencePage {

        @Bean
        fun server(context: ZmqContext) = integrationFlow(
            Zmq.inboundGateway(context)
                .bind("tcp://*:5558")
                .replyTimeout(Duration.ofSeconds(10))
                .errorReply { failure -> "error: ${failure.message}" }
        ) {
            transform<ByteArray> { String(it).uppercase() }
        }
    }
}
