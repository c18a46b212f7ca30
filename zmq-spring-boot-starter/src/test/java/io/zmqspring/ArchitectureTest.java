package io.zmqspring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.zmqspring.core.ZmqContext;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may use what in the starter. */
class ArchitectureTest {

    private static final String ENGINE = "io.zmqspring.core";

    private static final Pattern ENGINE_CLASS_FILE = Pattern.compile(".*/io/zmqspring/core/.*");

    private static final JavaClasses STARTER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.matches(ENGINE_CLASS_FILE))
            .importPackages("io.zmqspring");

    @Test
    void shouldFindTheStarter() {
        assertThat(STARTER).isNotEmpty();
        assertThat(STARTER.contain(ZmqContext.class)).isFalse();
        assertThat(STARTER.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching("io.zmqspring.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(STARTER);
    }

    @ParameterizedTest
    @CsvSource({"src/main/java,500", "src/test/java,400"})
    void shouldKeepEveryClassShort(Path sources, int maxLines) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            assertThat(files.filter(each -> each.toString().endsWith(".java")))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(Files.readAllLines(each).size())
                            .as("lines of %s", each)
                            .isLessThanOrEqualTo(maxLines));
        }
    }

    @Test
    void shouldMarkEveryPackageAsNullMarked() {
        Set<JavaPackage> packages = STARTER.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

        assertThat(packages)
                .allSatisfy(each -> assertThat(each.tryGetPackageInfo())
                        .as("package-info of %s", each.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .isTrue()));
    }

    @Test
    void shouldUseOnlyWhatTheEngineExports() throws URISyntaxException {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("are internal to the engine", isInternalToTheEngine()))
                .check(STARTER);
    }

    @Test
    void shouldKeepSpringBootInItsOwnPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.zmqspring.boot..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot..")
                .allowEmptyShould(true)
                .check(STARTER);
    }

    @Test
    void shouldNotWriteToStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(STARTER);
    }

    private static java.util.function.Predicate<JavaClass> isInternalToTheEngine() throws URISyntaxException {
        Path location = Path.of(ZmqContext.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<String> exported = ModuleFinder.of(location).find(ENGINE).orElseThrow().descriptor().exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        return type ->
                (type.getPackageName() + ".").startsWith(ENGINE + ".") && !exported.contains(type.getPackageName());
    }
}
