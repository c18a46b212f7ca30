package io.zmqspring.listener.adapter;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/** Distinguishes results that come later from those that are there, with or without Reactor on the class path. */
final class AsyncResults {

    private static final boolean REACTOR_PRESENT =
            ClassUtils.isPresent("reactor.core.publisher.Mono", AsyncResults.class.getClassLoader());

    private AsyncResults() {}

    /** {@return the result as a future, or {@code null} when it is there already} */
    static @Nullable CompletableFuture<?> asFuture(@Nullable Object result) {
        if (result instanceof CompletionStage<?> stage) {
            return stage.toCompletableFuture();
        }
        return REACTOR_PRESENT ? Monos.asFuture(result) : null;
    }

    /** {@return whether a method of this return type has a result to send} */
    static boolean hasResult(ResolvableType returnType) {
        ResolvableType value = returnType;
        if (CompletionStage.class.isAssignableFrom(returnType.toClass())) {
            value = returnType.as(CompletionStage.class).getGeneric(0);
        } else if (REACTOR_PRESENT && Monos.isMono(returnType)) {
            value = Monos.value(returnType);
        }
        Class<?> type = value.toClass();
        return type != void.class && type != Void.class;
    }

    /** Keeps Reactor's class out of the other one. */
    private static final class Monos {

        private Monos() {}

        static boolean isMono(ResolvableType type) {
            return Mono.class.isAssignableFrom(type.toClass());
        }

        static ResolvableType value(ResolvableType mono) {
            return mono.as(Mono.class).getGeneric(0);
        }

        static @Nullable CompletableFuture<?> asFuture(@Nullable Object result) {
            return result instanceof Mono<?> mono ? mono.toFuture() : null;
        }
    }
}
