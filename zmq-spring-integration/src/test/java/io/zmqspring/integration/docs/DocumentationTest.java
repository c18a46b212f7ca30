package io.zmqspring.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

/** Compiles the Java of the pages, and looks whether the migration page names all there is to migrate. */
class DocumentationTest {

    private static final Path DOCS = Path.of("docs");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** What a reader's IDE would import. */
    private static final String IMPORTS = """
            import io.zmqspring.core.*;
            import io.zmqspring.core.message.*;
            import io.zmqspring.core.option.*;
            import io.zmqspring.integration.channel.*;
            import io.zmqspring.integration.dsl.*;
            import io.zmqspring.integration.inbound.*;
            import io.zmqspring.integration.outbound.*;
            import io.zmqspring.integration.proxy.*;
            import io.zmqspring.integration.support.*;
            import java.time.Duration;
            import java.util.List;
            import java.util.Locale;
            import java.util.concurrent.Executors;
            import org.springframework.beans.factory.annotation.Qualifier;
            import org.springframework.context.annotation.Bean;
            import org.springframework.integration.IntegrationMessageHeaderAccessor;
            import org.springframework.integration.dsl.IntegrationFlow;
            import org.springframework.integration.dsl.Pollers;
            import org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper;
            import org.springframework.messaging.MessageChannel;
            import org.springframework.messaging.converter.StringMessageConverter;
            import org.springframework.messaging.support.GenericMessage;
            import org.springframework.messaging.support.MessageBuilder;
            """;

    @TempDir
    private Path output;

    @ParameterizedTest
    @ValueSource(strings = {"reference.md", "migration.md"})
    void shouldCompile(String page) throws IOException {
        List<String> snippets = snippets(Files.readString(DOCS.resolve(page)));

        assertThat(snippets)
                .isNotEmpty()
                .allSatisfy(snippet -> assertThat(errors(snippet)).as(snippet).isEmpty());
    }

    @Test
    void shouldFindWhatDoesNotCompile() throws IOException {
        assertThat(errors("Object wrong() { return Zmq.noSuchEndpoint(); }"))
                .singleElement()
                .asString()
                .contains("noSuchEndpoint");
    }

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
        String page = Files.readString(DOCS.resolve("migration.md"));

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

    private static List<String> snippets(String page) {
        List<String> found = new ArrayList<>();
        Matcher matcher = JAVA.matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private List<String> errors(String members) throws IOException {
        String source = IMPORTS + "class Snippet {\n" + members + "\n}\n";
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", output.toString(), "-classpath", System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8)) {
            compiler.getTask(null, files, problems, options, null, List.of(file))
                    .call();
        }
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(problem -> problem.getMessage(Locale.ROOT))
                .toList();
    }
}
