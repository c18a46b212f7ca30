package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.ZmqListener;
import io.zmqspring.core.PushSocket;
import io.zmqspring.core.lifecycle.RestartableSocket;
import io.zmqspring.core.lifecycle.SocketState;
import io.zmqspring.template.ZmqTemplate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.OverridingClassLoader;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;

/** Applications of which one JVM has several, one after the other, as with devtools and in tests. */
@Timeout(120)
class RestartTest {

    private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();
    private static String address = "";

    /** As spring-boot-devtools does: classes of the application have another class loader after each restart. */
    @Test
    void shouldTakeClassesOfTheRestartedApplication() throws Exception {
        for (int restart = 0; restart < 2; restart++) {
            ClassLoader restarted = new OverridingClassLoader(getClass().getClassLoader()) {

                @Override
                protected boolean isEligibleForOverriding(String name) {
                    return name.startsWith(RestartedApplication.class.getName());
                }
            };
            SpringApplication application = new SpringApplication(
                    new DefaultResourceLoader(restarted), restarted.loadClass(RestartedApplication.class.getName()));
            application.addInitializers(context -> context.getBeanFactory().registerSingleton("seen", SEEN));

            try (ConfigurableApplicationContext context = application.run(
                    "--zmq.sockets.in.type=pull",
                    "--zmq.sockets.in.bind=tcp://127.0.0.1:*",
                    "--zmq.sockets.out.type=push",
                    "--zmq.sockets.out.bind=inproc://nobody")) {
                assertThat(SEEN.poll(10, TimeUnit.SECONDS)).isEqualTo("Price[symbol=EUR, cents=110] of " + restarted);
                assertThat(context.isRunning()).isTrue();
            }
        }
    }

    /** Framework pauses the context of one test class when another is taken, so that the address is free. */
    @Test
    void shouldLetTestClassesHaveOneAddressInTurns() throws Exception {
        for (Class<?> test : List.of(FirstContext.class, SecondContext.class, FirstContext.class)) {
            TestContextManager manager = new TestContextManager(test);
            manager.beforeTestClass();
            manager.prepareTestInstance(BeanUtils.instantiateClass(test));
            ApplicationContext context = manager.getTestContext().getApplicationContext();

            RestartableSocket in = context.getBean("in", RestartableSocket.class);
            address = in.lastEndpoint().orElseThrow();
            assertThat(in.state()).isEqualTo(SocketState.OPEN);
            context.getBean(PushSocket.class).connect(address);
            context.getBean(ZmqTemplate.class).send("out", test.getSimpleName());
            assertThat(SEEN.poll(10, TimeUnit.SECONDS)).isEqualTo(test.getSimpleName());

            manager.afterTestClass();
        }
    }

    @SpringBootTest(
            classes = Shares.class,
            webEnvironment = WebEnvironment.NONE,
            properties = {
                "zmq.sockets.in.type=pull",
                "zmq.sockets.out.type=push",
                "zmq.sockets.out.bind=inproc://nobody"
            })
    static class FirstContext {

        @DynamicPropertySource
        static void anyAddress(DynamicPropertyRegistry properties) {
            properties.add("zmq.sockets.in.bind", () -> "tcp://127.0.0.1:*");
        }
    }

    @SpringBootTest(
            classes = Shares.class,
            webEnvironment = WebEnvironment.NONE,
            properties = {
                "zmq.sockets.in.type=pull",
                "zmq.sockets.out.type=push",
                "zmq.sockets.out.bind=inproc://nobody"
            })
    static class SecondContext {

        @DynamicPropertySource
        static void addressOfTheFirst(DynamicPropertyRegistry properties) {
            properties.add("zmq.sockets.in.bind", () -> address);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Shares {

        @ZmqListener("in")
        void on(String text) {
            SEEN.add(text);
        }
    }
}
