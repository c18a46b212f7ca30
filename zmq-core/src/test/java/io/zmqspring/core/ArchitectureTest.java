package io.zmqspring.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The floor plan of the engine and the few things that only one place may do. */
class ArchitectureTest {

    private static final String ROOT = "io.zmqspring.core";

    /** Packages below {@link #ROOT}, lowest floor first. A class may use its own package and the floors below it. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("error", "ring", "time"),
            Set.of("option"),
            Set.of("message"),
            Set.of("monitor", "zmtp", "loop"),
            Set.of("pipe", "zmtp.mechanism"),
            Set.of("pattern.subscription"),
            Set.of("transport", "pattern"),
            Set.of("connection", "transport.tcp", "transport.ipc"),
            Set.of("inproc"),
            Set.of("socket"),
            Set.of("request"),
            Set.of(""),
            Set.of("lifecycle"));

    private static final String CLOCK = qualified("time") + ".NanoClock";

    private static final String[] HOT_PACKAGES = inRoot("ring", "pipe", "zmtp", "pattern", "pattern.subscription");

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void shouldFindTheEngine() {
        assertThat(ENGINE.contain(ZmqContext.class)).isTrue();
        assertThat(ENGINE.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void shouldGiveEveryPackageAFloor() {
        assertThat(packages())
                .allSatisfy(each -> assertThat(floorOf(each.getName()))
                        .as("floor of %s", each.getName())
                        .isNotNegative());
    }

    @Test
    void shouldOnlyUseLowerFloors() {
        classes().should(new UseLowerFloorsOnly()).check(ENGINE);
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().assignedFrom(new OneSlicePerPackage())
                .should()
                .beFreeOfCycles()
                .check(ENGINE);
    }

    @ParameterizedTest
    @CsvSource({"src/main/java,500", "src/test/java,400", "src/benchmark/java,400", "src/jcstress/java,400"})
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
        assertThat(packages())
                .allSatisfy(each -> assertThat(each.tryGetPackageInfo())
                        .as("package-info of %s", each.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .isTrue()));
    }

    @Test
    void shouldUseSelectorsOnlyInTheLoop() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(qualified("loop"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Selector.class));
    }

    @Test
    void shouldReadTheTimeOnlyThroughTheClock() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CLOCK)
                .should()
                .accessTargetWhere(
                        target(owner(type(System.class))).and(target(nameMatching("nanoTime|currentTimeMillis")))));
    }

    /** But for the last words at the end of the JVM, when loggers may have ended already. */
    @Test
    void shouldNotWriteToStandardStreams() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(ENGINE.that(describe(
                "do not speak at the end of the JVM",
                each -> !each.getSimpleName().equals("UnclosedContexts"))));
    }

    @Test
    void shouldNotHideStateInThreadLocals() {
        check(noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class));
    }

    @Test
    void shouldKeepStreamsOptionalsAndLocksOutOfTheHotPath() {
        check(noClasses()
                .that()
                .resideInAnyPackage(HOT_PACKAGES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.stream..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Optional.class, System.Logger.class)
                .orShould()
                .dependOnClassesThat(describe(
                        "are locks",
                        type -> type.getPackageName().equals("java.util.concurrent.locks")
                                && !type.isEquivalentTo(LockSupport.class))));
    }

    @Test
    void shouldUseNothingButTheJdk() {
        check(classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..", "java..", "jdk..", "com.sun.management..", "org.jspecify.annotations.."));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ENGINE);
    }

    private static Set<JavaPackage> packages() {
        return ENGINE.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
    }

    private static String[] inRoot(String... names) {
        return Set.of(names).stream().map(ArchitectureTest::qualified).toArray(String[]::new);
    }

    private static String qualified(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    private static int floorOf(String packageName) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).stream().map(ArchitectureTest::qualified).anyMatch(packageName::equals)) {
                return floor;
            }
        }
        return -1;
    }

    /** Names the class, what it uses, and the floors of both. */
    private static final class UseLowerFloorsOnly extends ArchCondition<JavaClass> {

        UseLowerFloorsOnly() {
            super("use its own package and lower floors only");
        }

        @Override
        public void check(JavaClass user, ConditionEvents events) {
            int floor = floorOf(user.getPackageName());
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass();
                int usedFloor = floorOf(used.getPackageName());
                if (floor >= 0 && usedFloor >= floor && !used.getPackage().equals(user.getPackage())) {
                    events.add(violated(
                            dependency,
                            "floor %d uses floor %d: %s".formatted(floor, usedFloor, dependency.getDescription())));
                }
            }
        }
    }

    /** The root package too is a slice, which no package pattern can say. */
    private static final class OneSlicePerPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + ROOT;
        }
    }
}
