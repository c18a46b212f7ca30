package io.zmqspring.annotation

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration
import io.zmqspring.core.ReqSocket
import io.zmqspring.core.ZmqContext
import io.zmqspring.core.message.ZmqHeaders
import io.zmqspring.core.message.ZmqMessage
import io.zmqspring.listener.ZmqReplier
import io.zmqspring.support.ZmqListenerDefinitionException
import io.zmqspring.template.ZmqTemplate
import java.time.Duration
import java.util.concurrent.BlockingQueue
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.messaging.handler.annotation.Header
import org.springframework.messaging.handler.annotation.SendTo

/** Suspend functions as listeners. */
@Timeout(60)
class SuspendingListenerTest {

    private val runner = ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(JacksonAutoConfiguration::class.java, ZmqAutoConfiguration::class.java)
        )
        .withPropertyValues("zmq.sockets.server.bind=inproc://server")

    @ParameterizedTest
    @CsvSource(
        "rep, now, NOW", "rep, later, LATER", "rep, elsewhere, ELSEWHERE", "rep, null, ''",
        "router, now, NOW", "router, later, LATER", "router, elsewhere, ELSEWHERE", "router, null, ''",
        "rep, thrown, error", "rep, thrown later, error", "router, thrown, error", "router, thrown later, error",
    )
    fun shouldAnswerAReq(type: String, question: String, answer: String) {
        runner.withPropertyValues("zmq.sockets.server.type=$type").withBean(Answering::class.java).run { context ->
            val req = req(context.getBean(ZmqContext::class.java))
            repeat(3) { assertThat(ask(req, question)).isEqualTo(answer) }
        }
    }

    @ParameterizedTest
    @CsvSource("rep", "router")
    fun shouldAnswerWithAnEmptyFrameWhenTheResultIsUnit(type: String) {
        runner.withPropertyValues("zmq.sockets.server.type=$type").withBean(Recording::class.java).run { context ->
            assertThat(ask(req(context.getBean(ZmqContext::class.java)), "hello")).isEmpty()
            assertThat(take(context.getBean(Recording::class.java).received)).isEqualTo("hello")
        }
    }

    @Test
    fun shouldReceiveWithoutAWayBackWhenTheResultIsUnit() {
        pushAndPull().withBean(Recording::class.java).run { context ->
            context.getBean(ZmqTemplate::class.java).send("out", "hello")

            assertThat(take(context.getBean(Recording::class.java).received)).isEqualTo("hello")
        }
    }

    @Test
    fun shouldReadJsonAndHeadersAheadOfTheContinuation() {
        pushAndPull().withBean(Reading::class.java).run { context ->
            context.getBean(ZmqTemplate::class.java).send("out", Price("EUR", 117))

            assertThat(take(context.getBean(Reading::class.java).received))
                .isEqualTo("server: Price(symbol=EUR, cents=117)")
        }
    }

    @Test
    fun shouldHaveManyRequestsUnderWay() {
        runner.withPropertyValues("zmq.sockets.server.type=rep").withBean(Meeting::class.java).run { context ->
            val zmq = context.getBean(ZmqContext::class.java)
            val both = listOf(req(zmq), req(zmq))

            both.forEach { it.send("meet".toByteArray()) }

            assertThat(both.map { String(it.receive()) }).containsOnly("met")
        }
    }

    @Test
    fun shouldTakeBatchesAndForwardTheirResults() {
        pushAndPull()
            .withPropertyValues(
                "zmq.sockets.results.type=push", "zmq.sockets.results.bind=inproc://results",
                "zmq.sockets.sink.type=pull", "zmq.sockets.sink.connect=inproc://results",
            )
            .withBean(Batching::class.java)
            .run { context ->
                val template = context.getBean(ZmqTemplate::class.java)
                template.send("out", "a")

                assertThat(template.receive("sink", String::class.java, Duration.ofSeconds(10))).isEqualTo("A")
            }
    }

    @ParameterizedTest
    @CsvSource(
        "io.zmqspring.annotation.SuspendingListenerTest\$Replying, return the result instead",
        "io.zmqspring.annotation.SuspendingListenerTest\$Streaming, a message has one result",
    )
    fun shouldRefuseASecondWayOfReplying(listener: Class<*>, reason: String) {
        runner.withPropertyValues("zmq.sockets.server.type=rep").withBean(listener).run { context ->
            assertThat(context.startupFailure)
                .isInstanceOf(ZmqListenerDefinitionException::class.java)
                .hasMessageContaining("suspend function")
                .hasMessageContaining(reason)
        }
    }

    @Test
    fun shouldNameTheResultThatCannotBeSentBack() {
        pushAndPull().withBean(Answering::class.java).run { context ->
            assertThat(context.startupFailure).hasMessageContaining("returns java.lang.String, but socket")
        }
    }

    @Test
    fun shouldAnswerAsThePageShows() {
        runner.withPropertyValues("zmq.sockets.server.type=rep", "zmq.sockets.prices.type=rep")
            .withPropertyValues("zmq.sockets.prices.bind=inproc://prices")
            .withBean(Pricing::class.java)
            .run { context ->
                val req = context.getBean(ZmqContext::class.java).req()
                req.connect("inproc://prices")

                assertThat(ask(req, "EUR")).isEqualTo("""{"symbol":"EUR","cents":117}""")
                assertThat(ask(req, "XXX")).isEmpty()
            }
    }

    private fun pushAndPull() = runner.withPropertyValues(
        "zmq.sockets.server.type=pull", "zmq.sockets.out.type=push", "zmq.sockets.out.connect=inproc://server"
    )

    private fun req(context: ZmqContext): ReqSocket = context.req().apply { connect("inproc://server") }

    private fun ask(req: ReqSocket, question: String): String {
        req.send(question.toByteArray())
        return String(req.receive())
    }

    private fun take(queue: BlockingQueue<String>): String? = queue.poll(10, TimeUnit.SECONDS)

    data class Price(val symbol: String, val cents: Int)

    class Prices {

        suspend fun find(symbol: String): Price? {
            delay(1)
            return if (symbol == "EUR") Price(symbol, 117) else null
        }
    }

    class Pricing {

        private val prices = Prices()

        @ZmqListener("prices")
        suspend fun current(symbol: String): Price? = prices.find(symbol)
    }

    class Answering {

        @ZmqListener("server")
        suspend fun answer(question: String): String? {
            if (question == "thrown") {
                throw IllegalStateException(question)
            }
            if (question != "now") {
                delay(1)
            }
            return when (question) {
                "null" -> null
                "thrown later" -> throw IllegalStateException(question)
                "elsewhere" -> withContext(Dispatchers.Default) { question.uppercase() }
                else -> question.uppercase()
            }
        }
    }

    class Recording {

        val received = LinkedBlockingQueue<String>()

        @ZmqListener("server")
        suspend fun record(text: String) {
            delay(1)
            received.add(text)
        }
    }

    class Reading {

        val received = LinkedBlockingQueue<String>()

        @ZmqListener("server")
        suspend fun read(price: Price, @Header(ZmqHeaders.RECEIVED_SOCKET) socket: String) {
            delay(1)
            received.add("$socket: $price")
        }
    }

    class Meeting {

        private val barrier = CyclicBarrier(2)

        @ZmqListener("server")
        suspend fun meet(text: String): String = withContext(Dispatchers.IO) {
            barrier.await(10, TimeUnit.SECONDS)
            text.replace("meet", "met")
        }
    }

    class Batching {

        @ZmqListener("server", batch = "true", batchTimeout = "1ms")
        @SendTo("results")
        suspend fun batch(texts: List<String>): List<String> {
            delay(1)
            return texts.map { it.uppercase() }
        }
    }

    class Replying {

        @ZmqListener("server")
        suspend fun reply(message: ZmqMessage, replier: ZmqReplier) {
            delay(1)
            replier.reply(message)
        }
    }

    class Streaming {

        @ZmqListener("server")
        suspend fun stream(text: String): Flow<String> {
            delay(1)
            return flowOf(text)
        }
    }
}
