package io.zmqspring.listener.adapter;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ClassUtils;

/**
 * Kotlin's suspend functions. Their last parameter in Java is a continuation, whose type argument is the type of the
 * result; called through Framework's {@link CoroutinesUtils} they give a {@code Mono}. A result of {@code Unit} is
 * none.
 */
public final class SuspendingFunctions {

    private static final String CONTINUATION = "kotlin.coroutines.Continuation";
    private static final boolean CALLABLE =
            isPresent("kotlinx.coroutines.reactor.MonoKt") && isPresent("kotlin.reflect.full.KClasses");

    private SuspendingFunctions() {}

    /**
     * Checks for a suspend function.
     *
     * @param method the method
     * @return whether it is one
     */
    public static boolean isSuspending(Method method) {
        return KotlinDetector.isSuspendingFunction(method);
    }

    /** {@return whether the libraries that call suspend functions are there} */
    public static boolean areCallable() {
        return CALLABLE;
    }

    /**
     * Counts what a caller gives.
     *
     * @param method the method
     * @return the number of its parameters, without the continuation
     */
    public static int parameterCount(Method method) {
        return method.getParameterCount() - (isSuspending(method) ? 1 : 0);
    }

    /**
     * Gives the type of the result, for any method.
     *
     * @param method the method
     * @return what it returns; for a suspend function what its source says, {@code void} for {@code Unit}
     */
    public static ResolvableType resultType(Method method) {
        if (!isSuspending(method)) {
            return ResolvableType.forMethodReturnType(method);
        }
        Type result = ResolvableType.forMethodParameter(method, method.getParameterCount() - 1)
                .getGeneric(0)
                .getType();
        Type bound = result instanceof WildcardType wildcard ? wildcard.getLowerBounds()[0] : result;
        return bound.getTypeName().equals("kotlin.Unit")
                ? ResolvableType.forClass(void.class)
                : ResolvableType.forType(bound);
    }

    /**
     * Checks for a suspend function of many results.
     *
     * @param method a suspend function
     * @return whether it returns a {@code Flow} or a {@code Flux}
     */
    public static boolean givesStream(Method method) {
        String type = resultType(method).toClass().getName();
        return type.equals("kotlinx.coroutines.flow.Flow") || type.equals("reactor.core.publisher.Flux");
    }

    /** {@return what gives no value to the continuation, which Framework makes itself} */
    public static HandlerMethodArgumentResolver continuationResolver() {
        return new ContinuationResolver();
    }

    /**
     * Creates the invocation of a suspend function, without argument resolvers. It returns a {@code Mono}, and nothing
     * runs until that is subscribed to.
     *
     * @param bean the bean
     * @param method the function
     * @return the invocation
     */
    public static InvocableHandlerMethod invocable(Object bean, Method method) {
        return new SuspendingHandlerMethod(bean, method);
    }

    /** {@return a {@code Mono} of the result; nothing runs until it is subscribed to} */
    static Object call(Method method, Object bean, @Nullable Object... arguments) {
        return CoroutinesUtils.invokeSuspendingFunction(method, bean, arguments);
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, SuspendingFunctions.class.getClassLoader());
    }

    private static final class ContinuationResolver implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType().getName().equals(CONTINUATION);
        }

        @Override
        public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
            return null;
        }
    }

    private static final class SuspendingHandlerMethod extends InvocableHandlerMethod {

        SuspendingHandlerMethod(Object bean, Method method) {
            super(bean, method);
        }

        @Override
        protected Object doInvoke(@Nullable Object... arguments) {
            return call(getBridgedMethod(), getBean(), arguments);
        }
    }
}
