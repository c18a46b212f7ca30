package io.zmqspring.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.integration.zeromq.ZeroMqHeaders;
import org.springframework.integration.zeromq.ZeroMqProxy;
import org.springframework.integration.zeromq.ZeroMqUtils;
import org.springframework.integration.zeromq.channel.ZeroMqChannel;
import org.springframework.integration.zeromq.dsl.ZeroMq;
import org.springframework.integration.zeromq.dsl.ZeroMqChannelSpec;
import org.springframework.integration.zeromq.dsl.ZeroMqMessageHandlerSpec;
import org.springframework.integration.zeromq.dsl.ZeroMqMessageProducerSpec;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;

/** The migration page names all there is to migrate. */
class MigrationPageTest {

    private static final Path PAGE = Path.of("docs", "migration.md");

    @ParameterizedTest
    @ValueSource(
            classes = {
                ZeroMqProxy.class,
                ZeroMqChannel.class,
                ZeroMqMessageProducer.class,
                ZeroMqMessageHandler.class,
                ZeroMqUtils.class,
                ZeroMq.class,
                ZeroMqChannelSpec.class,
                ZeroMqMessageHandlerSpec.class,
                ZeroMqMessageProducerSpec.class
            })
    void shouldNameWhatThereIsToMigrate(Class<?> theirs) throws IOException {
        String page = Files.readString(PAGE);

        assertThat(page).contains(theirs.getSimpleName()).contains(ZeroMqHeaders.TOPIC);
        assertThat(settings(theirs))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page)
                        .as("%s of %s", name, theirs.getSimpleName())
                        .containsPattern("\\b" + name + "\\b"));
    }

    /** Names of the methods that an application calls, as far as they are not the framework's. */
    private static Set<String> settings(Class<?> theirs) {
        Set<String> names = new TreeSet<>();
        for (Method method : theirs.getDeclaredMethods()) {
            boolean called = Modifier.isPublic(method.getModifiers())
                    && !method.isSynthetic()
                    && !method.isBridge()
                    && !inherited(theirs, method);
            if (called) {
                names.add(method.getName());
            }
        }
        return names;
    }

    private static boolean inherited(Class<?> theirs, Method method) {
        Stream<Class<?>> above =
                Stream.concat(Stream.ofNullable(theirs.getSuperclass()), Arrays.stream(theirs.getInterfaces()));
        return method.getName().equals("afterPropertiesSet")
                || above.flatMap(type -> Arrays.stream(type.getMethods()))
                        .anyMatch(other -> other.getName().equals(method.getName())
                                && !method.getName().toLowerCase(Locale.ROOT).contains("message"));
    }
}
