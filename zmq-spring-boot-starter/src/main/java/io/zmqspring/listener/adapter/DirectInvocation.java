package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.listener.ZmqReplier;
import io.zmqspring.support.converter.FrameReaderSource;
import io.zmqspring.support.converter.FramesMessage;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.HandlerMethod;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a listener method with arguments made straight from the frames: no Spring message, no headers. What it cannot
 * make an argument of, for example several frames where one is wanted, it leaves to another invocation, which says what
 * is wrong with it.
 */
public final class DirectInvocation implements ListenerInvocation {

    private static final MethodType WITH_ARGUMENTS = MethodType.methodType(Object.class, Object[].class);
    private static final MethodType WITH_ARGUMENT = MethodType.methodType(Object.class, Object.class);

    private final MethodHandle handle;
    private final ArgumentReader[] readers;
    private final ArgumentReader first;
    private final ListenerInvocation otherwise;

    private DirectInvocation(MethodHandle handle, ArgumentReader[] readers, ListenerInvocation otherwise) {
        this.handle = handle;
        this.readers = readers;
        this.first = readers[0];
        this.otherwise = otherwise;
    }

    /**
     * Creates an invocation where the parameters of a method allow it.
     *
     * @param method the method
     * @param isOrdinary whether no resolver of the application makes the argument of a parameter
     * @param envelope what stands ahead of the payload of received messages
     * @param converter reads payloads
     * @param otherwise called where this one cannot make an argument
     * @return the invocation; {@code otherwise} itself when an argument needs a Spring message
     */
    public static ListenerInvocation of(
            HandlerMethod method,
            Predicate<MethodParameter> isOrdinary,
            Envelope envelope,
            FrameReaderSource converter,
            ListenerInvocation otherwise) {
        ArgumentReaders known = new ArgumentReaders(envelope, converter);
        MethodParameter[] parameters = method.getMethodParameters();
        ArgumentReader[] readers = new ArgumentReader[parameters.length];
        for (int i = 0; i < readers.length; i++) {
            ArgumentReader reader = isOrdinary.test(parameters[i]) ? known.of(parameters[i]) : null;
            if (reader == null) {
                return otherwise;
            }
            readers[i] = reader;
        }
        MethodHandle handle = readers.length == 0 ? null : handle(method, readers.length);
        return handle == null ? otherwise : new DirectInvocation(handle, readers, otherwise);
    }

    /** {@return the method on its bean, or {@code null} when reflection alone may call it} */
    private static @Nullable MethodHandle handle(HandlerMethod handler, int arguments) {
        Method method = handler.getMethod();
        if (Modifier.isStatic(method.getModifiers()) || KotlinDetector.isKotlinType(method.getDeclaringClass())) {
            return null;
        }
        try {
            ReflectionUtils.makeAccessible(method);
            MethodHandle bound = MethodHandles.lookup()
                    .unreflect(method)
                    .bindTo(handler.getBean())
                    .asFixedArity();
            return arguments == 1
                    ? bound.asType(WITH_ARGUMENT)
                    : bound.asSpreader(Object[].class, arguments).asType(WITH_ARGUMENTS);
        } catch (IllegalAccessException | RuntimeException inaccessible) {
            return null;
        }
    }

    @Override
    public @Nullable Object invoke(ZmqMessage frames) throws Exception {
        return readers.length == 1 ? invokeWithOne(frames) : invokeWithSeveral(frames);
    }

    @Override
    public void invoke(ZmqMessage frames, ZmqReplier replier) throws Exception {
        otherwise.invoke(frames, replier);
    }

    private @Nullable Object invokeWithOne(ZmqMessage frames) throws Exception {
        Object argument = argument(first, frames);
        if (argument == null) {
            return otherwise.invoke(frames);
        }
        try {
            return (Object) handle.invokeExact(argument);
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable neither) {
            throw new IllegalStateException(description() + " threw " + neither, neither);
        }
    }

    private @Nullable Object invokeWithSeveral(ZmqMessage frames) throws Exception {
        Object[] arguments = new Object[readers.length];
        for (int i = 0; i < arguments.length; i++) {
            Object argument = argument(readers[i], frames);
            if (argument == null) {
                return otherwise.invoke(frames);
            }
            arguments[i] = argument;
        }
        try {
            return (Object) handle.invokeExact(arguments);
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable neither) {
            throw new IllegalStateException(description() + " threw " + neither, neither);
        }
    }

    private static @Nullable Object argument(ArgumentReader reader, ZmqMessage frames) {
        try {
            return reader.read(frames);
        } catch (Exception unreadable) {
            return null;
        }
    }

    @Override
    public FramesMessage toSpringMessage(ZmqMessage frames) {
        return otherwise.toSpringMessage(frames);
    }

    @Override
    public String description() {
        return otherwise.description();
    }
}
