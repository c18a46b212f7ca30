package io.zmqspring.integration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may use what in the integration module. */
class ArchitectureTest {

    private static final String ENGINE = "io.zmqspring.core";

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.zmqspring.integration");

    @Test
    void shouldFindTheModule() {
        assertThat(MODULE).isNotEmpty();
        assertThat(MODULE.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching("io.zmqspring.integration.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(MODULE);
    }

    @Test
    void shouldUseOnlyFloorsBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("support")
                .definedBy("io.zmqspring.integration.support")
                .layer("proxy")
                .definedBy("io.zmqspring.integration.proxy")
                .layer("endpoints")
                .definedBy(
                        "io.zmqspring.integration.inbound",
                        "io.zmqspring.integration.outbound",
                        "io.zmqspring.integration.channel")
                .layer("dsl")
                .definedBy("io.zmqspring.integration.dsl")
                .whereLayer("dsl")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("endpoints")
                .mayOnlyBeAccessedByLayers("dsl")
                .whereLayer("proxy")
                .mayOnlyBeAccessedByLayers("endpoints", "dsl")
                .whereLayer("support")
                .mayOnlyBeAccessedByLayers("proxy", "endpoints", "dsl")
                .check(MODULE);
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
        Set<JavaPackage> packages = MODULE.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

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
                .check(MODULE);
    }

    @Test
    void shouldWorkWithoutSpringBoot() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot..")
                .check(MODULE);
    }

    @Test
    void shouldNotWriteToStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MODULE);
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
