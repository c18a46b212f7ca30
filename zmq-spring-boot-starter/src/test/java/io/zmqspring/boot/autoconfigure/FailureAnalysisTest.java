package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PullSocket;
import io.zmqspring.core.ZmqContext;
import io.zmqspring.template.ZmqTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

/** Starts whole applications, so that the analyzers are found as they are in production. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTest {

    @Test
    void shouldExplainAPortInUse(CapturedOutput output) {
        try (ZmqContext context = ZmqContext.create();
                PullSocket owner = context.pull()) {
            String taken = owner.bind("tcp://127.0.0.1:*");

            assertFails(Application.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=" + taken);

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("ZeroMQ socket 'in' cannot bind " + taken + ": address already in use")
                    .contains("Stop whatever else uses " + taken + ", or change zmq.sockets.in.bind.");
        }
    }

    @Test
    void shouldExplainAnAddressOfAnotherMachine(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=tcp://192.0.2.1:*");

        assertThat(output)
                .contains("ZeroMQ socket 'in' cannot bind tcp://192.0.2.1:*: cannot assign requested address.")
                .contains("Bind an address that this machine has and this user may use, or change zmq.sockets.in.bind.")
                .doesNotContain("Stop whatever else uses");
    }

    @Test
    void shouldExplainAnEndpointThatIsNone(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.out.type=push", "--zmq.sockets.out.connect=tpc://localhost:5555");

        assertThat(output)
                .contains("ZeroMQ socket 'out' cannot connect to tpc://localhost:5555: ")
                .doesNotContain("tpc://localhost:5555: tpc://localhost:5555")
                .contains("Correct zmq.sockets.out.connect. Endpoints look like tcp://host:port");
    }

    @Test
    void shouldExplainAnUnknownSocketOfAListener(CapturedOutput output) {
        assertFails(Listening.class, "--zmq.sockets.inn.type=pull", "--zmq.sockets.inn.connect=inproc://in");

        assertThat(output)
                .contains("Listening.on(java.lang.String): cannot listen: no socket named 'in': known are [inn].")
                .contains("Configure the socket under zmq.sockets.in, or use one of [inn].");
    }

    @Test
    void shouldExplainASocketOfTheWrongTypeForAListener(CapturedOutput output) {
        assertFails(Listening.class, "--zmq.sockets.in.type=push", "--zmq.sockets.in.connect=inproc://in");

        assertThat(output)
                .contains("cannot listen: socket 'in' is of type PUSH, which cannot be listened on")
                .contains("Name a socket of one of the types [PAIR, PULL, GATHER, CHANNEL, REP, DEALER, "
                        + "ROUTER, SUB, XPUB, XSUB], or")
                .contains("or change zmq.sockets.in.type.");
    }

    @Test
    void shouldExplainAListenerThatCannotWork(CapturedOutput output) {
        assertFails(LostResult.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.connect=inproc://in");

        assertThat(output)
                .contains("returns java.lang.String, but socket 'in' of type PULL cannot send it back")
                .contains("Correct the listener at ");
    }

    @Test
    void shouldExplainAConcurrencyOutOfRange(CapturedOutput output) {
        assertFails(Idle.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.connect=inproc://in");

        assertThat(output)
                .contains("Idle.on(java.lang.String): concurrency is '0', wanted is a number, 1 or more.")
                .contains("Correct the listener at ");
    }

    @Test
    void shouldExplainAnUnknownSocketOfATemplate(CapturedOutput output) {
        assertFails(SendingEarly.class);

        assertThat(output)
                .contains("ZeroMQ: no socket named 'nowhere': known are [].")
                .contains("Configure the socket under zmq.sockets.nowhere.");
    }

    @Test
    void shouldExplainAnOptionOutOfRange(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.options.receive-hwm=-5");

        assertThat(output)
                .contains("Invalid value '-5' for configuration property 'zmq.sockets.in.options.receive-hwm'")
                .contains("option receiveHwm=-5 is out of range: allowed is 0 (no limit) or more")
                .doesNotContain("overwrite cause");
    }

    @Test
    void shouldExplainABufferThatIsTooLarge(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.options.receive-buffer=4GB");

        assertThat(output)
                .contains("Invalid value '4GB' for configuration property 'zmq.sockets.in.options.receive-buffer'")
                .contains("4294967296B is out of range: allowed is up to 2147483647B");
    }

    @Test
    void shouldExplainADefaultOutOfRange(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.type=pull", "--zmq.defaults.options.heartbeat.ttl=2h");

        assertThat(output)
                .contains("configuration property 'zmq.defaults.options.heartbeat.ttl'")
                .contains("option heartbeatTtl=PT2H is out of range");
    }

    @Test
    void shouldExplainAContextSettingOutOfRange(CapturedOutput output) {
        assertFails(Application.class, "--zmq.context.io-threads=0");

        assertThat(output).contains("Invalid value '0' for configuration property 'zmq.context.io-threads'");
    }

    @Test
    void shouldExplainAListenerSettingOutOfRange(CapturedOutput output) {
        assertFails(Application.class, "--zmq.listener.concurrency=0");

        assertThat(output).contains("Invalid value '0' for configuration property 'zmq.listener.concurrency'");
    }

    @Test
    void shouldExplainAMissingType(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.bind=inproc://in");

        assertThat(output)
                .contains("ZeroMQ: zmq.sockets.in.type is not set: a socket needs a type, one of [PAIR, PUSH, PULL, ")
                .contains("Set zmq.sockets.in.type.");
    }

    @Test
    void shouldExplainASocketOfTheNameOfAnotherBean(CapturedOutput output) {
        assertFails(SendingEarly.class, "--zmq.sockets.sending.type=pull");

        assertThat(output)
                .contains("Invalid value 'sending' for configuration property 'zmq.sockets.sending'")
                .contains("there is a bean of that name already: ")
                .contains("SendingEarly");
    }

    @Test
    void shouldExplainAnUnknownType(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.type=pul");

        assertThat(output).contains("zmq.sockets").contains("No enum constant").contains("pul");
    }

    @Test
    void shouldExplainASocketWithoutAnEndpoint(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.orders-in.type=pull");

        assertThat(output)
                .contains("ZeroMQ: zmq.sockets.orders-in has neither bind nor connect")
                .contains("Set zmq.sockets.orders-in.bind or zmq.sockets.orders-in.connect")
                .contains("or set zmq.sockets.orders-in.auto-startup to false");
    }

    @Test
    void shouldExplainAMisspeltProperty(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.type=pull", "--zmq.sockets.in.conect=tcp://localhost:5555");

        assertThat(output)
                .contains("zmq.sockets.in has no property 'conect' (\"zmq.sockets.in.conect\" from property source")
                .containsPattern("Allowed are \\[auto-startup, bind, connect, options,.* type]")
                .contains("Write zmq.sockets.in.connect instead of zmq.sockets.in.conect.");
    }

    @Test
    void shouldExplainAMisspeltPropertyBeforeTheOneThatIsMissing(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.in.typ=pull", "--zmq.sockets.in.bind=inproc://in");

        assertThat(output)
                .contains("zmq.sockets.in has no property 'typ'")
                .contains("Write zmq.sockets.in.type instead of zmq.sockets.in.typ.");
    }

    @Test
    void shouldExplainAPropertyAtTheWrongPlace(CapturedOutput output) {
        assertFails(
                Application.class,
                "--zmq.sockets.in.receive-hwm=5",
                "--zmq.sockets.in.heartbeat.interval=5s",
                "--zmq.sockets.in.options.bind=inproc://in");

        assertThat(output)
                .contains("Write zmq.sockets.in.options.receive-hwm instead of zmq.sockets.in.receive-hwm.")
                .contains(
                        "Write zmq.sockets.in.options.heartbeat.interval instead of zmq.sockets.in.heartbeat.interval.")
                .contains("Write zmq.sockets.in.bind instead of zmq.sockets.in.options.bind.");
    }

    @Test
    void shouldExplainAnUnknownPropertyOfNoSocket(CapturedOutput output) {
        assertFails(Application.class, "--zmq.defaults.linger=5s", "--zmq.whatever=5");

        assertThat(output)
                .contains("zmq.defaults has no property 'linger'")
                .contains("Write zmq.defaults.options.linger instead of zmq.defaults.linger.")
                .contains("zmq has no property 'whatever'")
                .contains("Remove zmq.whatever.");
    }

    @Test
    void shouldExplainAnEndpointInPlaceOfASocket(CapturedOutput output) {
        assertFails(Application.class, "--zmq.sockets.orders-out=tcp://localhost:5555");

        assertThat(output)
                .contains("ZeroMQ: zmq.sockets.orders-out is 'tcp://localhost:5555'")
                .contains("but a socket has properties of its own.")
                .contains("        orders-out:")
                .contains("          connect: tcp://localhost:5555");
    }

    @Test
    void shouldExplainARecordWithoutALibraryForJson(CapturedOutput output) {
        SpringApplication starting = new SpringApplication(Priced.class);
        starting.setResourceLoader(new DefaultResourceLoader(new FilteredClassLoader("tools.jackson")));

        assertThatThrownBy(() -> starting.run("--zmq.sockets.in.type=pull", "--zmq.sockets.in.bind=inproc://in")
                        .close())
                .isInstanceOf(RuntimeException.class);

        assertThat(output)
                .contains("Priced.on(")
                .contains("no converter makes a " + Price.class.getName() + " of a message, for parameter 1")
                .contains("Add org.springframework.boot:spring-boot-starter-jackson to the application");
    }

    @ParameterizedTest
    @CsvSource({"sockets,type=pull", "requesters,connect=inproc://in", "proxies,frontend=in"})
    void shouldExplainAListInPlaceOfNames(String group, String property, CapturedOutput output) {
        assertFails(Application.class, "--zmq." + group + "[0]." + property);

        assertThat(output)
                .contains("ZeroMQ: zmq." + group + " is a list (\"zmq." + group + "[0].")
                .contains(", but it has a group of properties for each name.")
                .contains("Write a name in place of each dash, so that there is zmq." + group
                        + ".orders in place of zmq." + group + "[0].");
    }

    private static void assertFails(Class<?> application, String... arguments) {
        SpringApplication starting = new SpringApplication(application);
        starting.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> starting.run(arguments).close()).isInstanceOf(RuntimeException.class);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Application {}

    static class Listening extends Application {

        @ZmqListener("in")
        void on(String text) {}
    }

    record Price(String symbol, int cents) {}

    static class Priced extends Application {

        @ZmqListener("in")
        void on(Price price) {}
    }

    static class Idle extends Application {

        @ZmqListener(socket = "in", concurrency = "0")
        void on(String text) {}
    }

    static class LostResult extends Application {

        @ZmqListener("in")
        String on(String text) {
            return text;
        }
    }

    static class SendingEarly extends Application {

        @Bean
        ApplicationRunner sending(ZmqTemplate template) {
            return arguments -> template.send("nowhere", "text");
        }
    }
}
