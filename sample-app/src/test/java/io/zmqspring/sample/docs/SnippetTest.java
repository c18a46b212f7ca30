package io.zmqspring.sample.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.sample.docs.MarkdownPage.CodeBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the pages show is right: Java compiles, or is that of the sample; configurations name properties that there are,
 * and start; JSON is JSON. Java and configurations of the starter's pages are in tests there, which run them.
 */
@Timeout(120)
class SnippetTest {

    private static final String STARTER = "zmq-spring-boot-starter/docs";
    private static final String SAMPLE = "sample-app";
    private static final Set<String> LANGUAGES =
            Set.of("java", "yaml", "xml", "kotlin", "python", "js", "shell", "json", "text");

    private static final Pattern MODULE = Pattern.compile("\"io\\.zmqspring:([\\w-]+):([^\"]+)\"");

    @TempDir
    private Path output;

    static Stream<CodeBlock> all() {
        return MarkdownPage.all().stream().flatMap(page -> page.blocks().stream());
    }

    static Stream<CodeBlock> compiled() {
        return blocks("java")
                .filter(block ->
                        !block.file().startsWith(STARTER) && !block.file().startsWith(SAMPLE));
    }

    static Stream<CodeBlock> quoted() {
        return blocks("java").filter(block -> block.file().startsWith(SAMPLE));
    }

    static Stream<CodeBlock> ofTools() {
        return all().filter(block -> block.file().endsWith("TOOLS.md"))
                .filter(block ->
                        block.language().equals("text") || block.language().equals("js"));
    }

    static Stream<CodeBlock> yaml() {
        return blocks("yaml");
    }

    static Stream<CodeBlock> started() {
        return yaml().filter(block -> !block.file().startsWith(STARTER));
    }

    static Stream<CodeBlock> json() {
        return blocks("json");
    }

    static Stream<CodeBlock> kotlin() {
        return blocks("kotlin");
    }

    static Stream<CodeBlock> xml() {
        return blocks("xml");
    }

    private static Stream<CodeBlock> blocks(String language) {
        return all().filter(block -> block.language().equals(language));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeInALanguageThatIsChecked(CodeBlock block) {
        assertThat(LANGUAGES).contains(block.language());
    }

    @ParameterizedTest
    @MethodSource("compiled")
    void shouldCompile(CodeBlock block) {
        String scope = PageScope.of(block.file());

        assertThat(new SnippetCompiler(output).errors(scope, block.text())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("quoted")
    void shouldQuoteTheSample(CodeBlock block) throws IOException {
        String quoted = withoutSpace(block.text());

        assertThat(sources(Path.of("src/main/java"), ".java")).anyMatch(source -> source.contains(quoted));
    }

    /** Files of other programs are, but for addresses, those that {@code ToolsTest} of the core runs. */
    @ParameterizedTest
    @MethodSource("ofTools")
    void shouldQuoteTheFilesOfOtherPrograms(CodeBlock block) throws IOException {
        List<String> lines;
        try (Stream<Path> files = Files.list(MarkdownPage.ROOT.resolve("zmq-core/src/test/docker/tools"))) {
            lines = files.flatMap(file -> withoutAddresses(read(file))).toList();
        }
        assertThat(lines).containsAll(withoutAddresses(block.text()).toList());
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void shouldConfigureWhatThereIs(CodeBlock block) {
        assertThat(Configurations.unknownKeys(block)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("started")
    void shouldStart(CodeBlock block) {
        application(block).run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @MethodSource("json")
    void shouldBeJson(CodeBlock block) {
        assertThat(JsonMapper.shared().readTree(block.text())).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("xml")
    void shouldDependOnAModuleOfThisVersion(CodeBlock block) {
        String artifact = block.text().replaceFirst("(?s).*<artifactId>([^<]*)</artifactId>.*", "$1");

        assertThat(block.text())
                .contains("<groupId>io.zmqspring</groupId>")
                .contains("<version>" + version() + "</version>");
        assertThat(MarkdownPage.ROOT.resolve(artifact).resolve("pom.xml")).exists();
    }

    /** Kotlin stands in a test of the module whose page it is, or is the dependency of a build with Gradle. */
    @ParameterizedTest
    @MethodSource("kotlin")
    void shouldShowKotlinThatIsCompiled(CodeBlock block) throws IOException {
        Matcher module = MODULE.matcher(block.text());
        if (module.find()) {
            assertThat(MarkdownPage.ROOT.resolve(module.group(1))).exists();
            assertThat(module.group(2)).isEqualTo(version());
            return;
        }
        String quoted = withoutSpace(block.text());
        Path tests = MarkdownPage.ROOT.resolve(block.file().getName(0)).resolve("src/test/kotlin");

        assertThat(sources(tests, ".kt")).anyMatch(source -> source.contains(quoted));
    }

    /** Python is run elsewhere: by {@code QuickStartTest}, and by {@code WireFormatTest} of the starter. */
    @Test
    void shouldShowPythonThatIsRun() {
        assertThat(blocks("python").map(block -> block.file().toString()))
                .containsExactlyInAnyOrder("README.md", STARTER + "/sending.md");
    }

    @Test
    void shouldFindJavaThatDoesNotCompile() {
        SnippetCompiler compiler = new SnippetCompiler(output);
        String scope = "ZmqContext context;";

        assertThat(compiler.errors(scope, "context.noSuchSocket();"))
                .singleElement()
                .asString()
                .contains("noSuchSocket");
        assertThat(compiler.errors(scope, "@Bean\nNoSuchType bean() { return null; }"))
                .isNotEmpty();
        assertThat(compiler.errors(scope, "context.push().bind(\"inproc://a\");"))
                .isEmpty();
        assertThat(compiler.errors(scope, "PushSocket push() { return context.push(); }"))
                .isEmpty();
    }

    @Test
    void shouldFindPropertiesThatAreNotThere() {
        CodeBlock misspelt = new CodeBlock(Path.of("page.md"), 1, "yaml", """
                management.endpoint.zmq: { access: none, acess: none }
                zmq.sockets.a: { type: push, connect: "tcp://localhost:5555", options: { lingr: 2s } }
                """);

        assertThat(Configurations.unknownKeys(misspelt)).containsExactly("management.endpoint.zmq.acess");
        application(misspelt)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("zmq.sockets.a.options.lingr"));
    }

    private static ApplicationContextRunner application(CodeBlock configuration) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
                .withPropertyValues("zmq.test.inproc=true")
                .withInitializer(context -> Configurations.load(configuration)
                        .forEach(context.getEnvironment().getPropertySources()::addLast));
    }

    /** {@return that of the project, as its parent says} */
    private static String version() {
        return read(MarkdownPage.ROOT.resolve("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>zmq-spring-parent</artifactId>\\s*<version>([^<]*)<.*", "$1");
    }

    private static List<String> sources(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .map(SnippetTest::read)
                    .map(SnippetTest::withoutSpace)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<String> withoutAddresses(String text) {
        return text.lines().map(line -> line.trim().replaceAll("tcp://[^\"]+", "tcp://"));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
