package io.zmqspring.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a piece of Java as a page shows it: as statements of a method, or as members of a class. */
final class SnippetCompiler {

    private static final Pattern IMPORT = Pattern.compile("import [^;]+;");
    private static final Pattern JEROMQ =
            Pattern.compile("\\b(ZMQ|ZContext|ZMsg|ZFrame|ZPoller|ZLoop|ZProxy|ZMonitor)\\b");

    private static final String IMPORTS_OF_JEROMQ = """
            import java.util.*;
            import org.zeromq.*;
            """;

    /** What a reader's development environment would import. */
    private static final String IMPORTS = """
            import static java.nio.charset.StandardCharsets.UTF_8;
            import io.zmqspring.annotation.*;
            import io.zmqspring.config.*;
            import io.zmqspring.core.*;
            import io.zmqspring.core.error.*;
            import io.zmqspring.core.lifecycle.*;
            import io.zmqspring.core.message.*;
            import io.zmqspring.core.monitor.*;
            import io.zmqspring.core.option.*;
            import io.zmqspring.integration.channel.*;
            import io.zmqspring.integration.dsl.*;
            import io.zmqspring.integration.inbound.*;
            import io.zmqspring.integration.outbound.*;
            import io.zmqspring.integration.proxy.*;
            import io.zmqspring.integration.support.*;
            import io.zmqspring.listener.*;
            import io.zmqspring.support.*;
            import io.zmqspring.template.*;
            import java.nio.ByteBuffer;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.*;
            import org.springframework.beans.factory.annotation.Qualifier;
            import org.springframework.boot.*;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.integration.IntegrationMessageHeaderAccessor;
            import org.springframework.integration.dsl.*;
            import org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper;
            import org.springframework.messaging.MessageChannel;
            import org.springframework.messaging.converter.StringMessageConverter;
            import org.springframework.messaging.handler.annotation.Header;
            import org.springframework.messaging.support.*;
            """;

    private final Path output;

    /** @param output directory for the classes */
    SnippetCompiler(Path output) {
        this.output = output;
    }

    /**
     * @param scope members of the class around it: what a page has shown or named before
     * @param snippet a piece of Java
     * @return why it cannot be compiled; empty when it can
     */
    List<String> errors(String scope, String snippet) {
        String imports =
                IMPORT.matcher(snippet).results().map(match -> match.group()).collect(Collectors.joining("\n"));
        String code = IMPORT.matcher(snippet).replaceAll("");
        String head = imports + "\n" + (JEROMQ.matcher(snippet).find() ? IMPORTS_OF_JEROMQ : IMPORTS);
        List<String> asMembers = compile("Snippet", head + "class Snippet {\n" + scope + code + "\n}\n");
        if (asMembers.isEmpty()) {
            return asMembers;
        }
        List<String> asStatements = compile(
                "Snippet",
                head + "class Snippet {\n" + scope + "void statements() throws Exception {\n" + code + "\n}\n}\n");
        Predicate<String> isSyntax = error -> error.contains("expected") || error.contains("illegal start");
        return asStatements.stream().anyMatch(isSyntax) ? asMembers : asStatements;
    }

    /**
     * Compiles a whole file, whose classes go to the output.
     *
     * @param name of the public class, with its package
     * @param source the file
     * @return its errors
     */
    List<String> compile(String name, String source) {
        URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
        JavaFileObject file = new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-parameters",
                "-d",
                output.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8)) {
            compiler.getTask(null, files, problems, options, null, List.of(file))
                    .call();
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        }
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(problem -> problem.getMessage(Locale.ROOT))
                .toList();
    }
}
