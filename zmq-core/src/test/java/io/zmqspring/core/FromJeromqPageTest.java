package io.zmqspring.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.core.option.SocketOptions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZActor;
import org.zeromq.ZAuth;
import org.zeromq.ZCert;
import org.zeromq.ZContext;
import org.zeromq.ZFrame;
import org.zeromq.ZLoop;
import org.zeromq.ZMQ;
import org.zeromq.ZMonitor;
import org.zeromq.ZMsg;
import org.zeromq.ZPoller;
import org.zeromq.ZProxy;

/** {@code docs/from-jeromq.md} names each method of JeroMQ that an application calls, and options that there are. */
class FromJeromqPageTest {

    private static final Path PAGE = Path.of("docs", "from-jeromq.md");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");
    private static final Set<String> OF_ANY_OBJECT =
            Set.of("equals", "hashCode", "toString", "iterator", "descendingIterator");

    @ParameterizedTest
    @ValueSource(
            classes = {
                ZContext.class,
                ZMQ.Socket.class,
                ZMsg.class,
                ZFrame.class,
                ZPoller.class,
                ZLoop.class,
                ZProxy.class,
                ZAuth.class,
                ZMonitor.class
            })
    void shouldNameEachMethod(Class<?> theirs) throws IOException {
        String page = Files.readString(PAGE);

        assertThat(page).contains(theirs.getSimpleName());
        assertThat(methods(theirs).filter(method -> !isNamed(page, method))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {ZActor.class, ZCert.class})
    void shouldNameTheClassesThatHaveNoCounterpart(Class<?> theirs) throws IOException {
        assertThat(Files.readString(PAGE)).contains(theirs.getSimpleName());
    }

    @Test
    void shouldNameOptionsThatThereAre() throws IOException {
        List<String> builder = Arrays.stream(SocketOptions.Builder.class.getMethods())
                .map(Method::getName)
                .toList();
        List<String> named = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.contains("here, of `SocketOptions.builder()`"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[2])
                .flatMap(cell -> CODE.matcher(cell).results().map(match -> match.group(1)))
                .toList();

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(builder).containsAll(named);
    }

    /** A getter is named with its setter. */
    private static boolean isNamed(String page, String method) {
        String property = method.replaceFirst("^(get|is|has)(?=[A-Z])", "");
        return Stream.of(method, "set" + property)
                .anyMatch(name ->
                        Pattern.compile("\\b" + name + "\\b").matcher(page).find());
    }

    private static Stream<String> methods(Class<?> theirs) {
        Set<String> names = new TreeSet<>();
        Set<String> collections = new TreeSet<>(OF_ANY_OBJECT);
        for (Class<?> type : List.of(Collection.class, Deque.class)) {
            if (type.isAssignableFrom(theirs)) {
                Arrays.stream(type.getMethods()).map(Method::getName).forEach(collections::add);
            }
        }
        for (Method method : theirs.getDeclaredMethods()) {
            boolean called = Modifier.isPublic(method.getModifiers())
                    && !method.isSynthetic()
                    && !method.isAnnotationPresent(Deprecated.class)
                    && !collections.contains(method.getName());
            if (called) {
                names.add(method.getName());
            }
        }
        return names.stream();
    }
}
