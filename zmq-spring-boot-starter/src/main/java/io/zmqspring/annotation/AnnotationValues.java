package io.zmqspring.annotation;

import io.zmqspring.core.option.SocketType;
import io.zmqspring.support.ZmqListenerDefinitionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/** Resolves placeholders and expressions in the attributes of a listener's annotation. */
final class AnnotationValues {

    private final ConfigurableBeanFactory beanFactory;
    private final String listener;
    private final @Nullable Scope names;

    /**
     * Creates one.
     *
     * @param listener the listener, in errors
     * @param names what expressions may refer to beside beans, or {@code null}
     */
    AnnotationValues(ConfigurableBeanFactory beanFactory, String listener, @Nullable Scope names) {
        this.beanFactory = beanFactory;
        this.listener = listener;
        this.names = names;
    }

    /** {@return the listener, in errors} */
    String listener() {
        return listener;
    }

    /** {@return the value as text, or {@code null} when it is empty} */
    @Nullable String text(String attribute, String value) {
        Object resolved = object(attribute, value);
        if (resolved == null || resolved instanceof String text && text.isBlank()) {
            return null;
        }
        return resolved.toString();
    }

    /** {@return the values as texts: each may be a list with commas or, by an expression, several} */
    List<String> texts(String attribute, String... values) {
        return split(attribute, ",", values);
    }

    /** {@return the values as texts: each may have several lines or, by an expression, be several} */
    List<String> lines(String attribute, String... values) {
        return split(attribute, "\n", values);
    }

    private List<String> split(String attribute, String separator, String... values) {
        List<String> texts = new ArrayList<>();
        for (String value : values) {
            Object resolved = value.isEmpty() ? value : object(attribute, value);
            if (resolved instanceof Iterable<?> several) {
                several.forEach(each -> texts.add(String.valueOf(each)));
            } else if (resolved instanceof Object[] several) {
                for (Object each : several) {
                    texts.add(String.valueOf(each));
                }
            } else if (resolved != null) {
                for (String each : resolved.toString().split(separator, -1)) {
                    texts.add(each.strip());
                }
            }
        }
        return texts;
    }

    /** {@return the value as a socket type in any case, or {@code null} when it is empty} */
    @Nullable SocketType socketType(String attribute, String value) {
        String text = text(attribute, value);
        if (text == null) {
            return null;
        }
        try {
            return SocketType.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw wrong(attribute, value, text, "one of " + Arrays.toString(SocketType.values()));
        }
    }

    /** {@return the value as a number of 1 or more, or {@code null} when it is empty} */
    @Nullable Integer number(String attribute, String value) {
        Object resolved = object(attribute, value);
        if (resolved == null || resolved instanceof String text && text.isBlank()) {
            return null;
        }
        int number;
        try {
            number = resolved instanceof Number given ? given.intValue() : Integer.parseInt(resolved.toString());
        } catch (NumberFormatException notANumber) {
            throw wrong(attribute, value, resolved, "a number, 1 or more");
        }
        if (number < 1) {
            throw wrong(attribute, value, resolved, "a number, 1 or more");
        }
        return number;
    }

    /** {@return the value as a duration of zero or more, or {@code null} when it is empty} */
    @Nullable Duration duration(String attribute, String value) {
        Object resolved = object(attribute, value);
        if (resolved == null || resolved instanceof String text && text.isBlank()) {
            return null;
        }
        try {
            Duration duration = resolved instanceof Duration given
                    ? given
                    : DurationFormatterUtils.detectAndParse(resolved.toString(), DurationFormat.Unit.MILLIS);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (IllegalArgumentException notADuration) {
            // The same is wrong with it as with a negative one.
        }
        throw wrong(attribute, value, resolved, "a duration such as 50ms, zero or more");
    }

    @Nullable Boolean bool(String attribute, String value) {
        Object resolved = object(attribute, value);
        if (resolved == null || resolved instanceof String text && text.isBlank()) {
            return null;
        }
        return switch (resolved.toString()) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw wrong(attribute, value, resolved, "true or false");
        };
    }

    /** {@return what expressions give, or the beans of those names, each of a type} */
    <T> List<T> beans(String attribute, String[] values, Class<T> type, String wanted) {
        List<T> beans = new ArrayList<>();
        for (String value : values) {
            Object bean = bean(attribute, value);
            if (type.isInstance(bean)) {
                beans.add(type.cast(bean));
            } else if (bean != null) {
                throw wrong(attribute, value, bean, wanted);
            }
        }
        return beans;
    }

    /** {@return what an expression gives, or the bean of that name, of a type; {@code null} when the value is empty} */
    <T> @Nullable T bean(String attribute, String value, Class<T> type, String wanted) {
        List<T> beans = beans(attribute, new String[] {value}, type, wanted);
        return beans.isEmpty() ? null : beans.get(0);
    }

    /** {@return what an expression gives, or the bean of that name; {@code null} when the value is empty} */
    @Nullable Object bean(String attribute, String value) {
        Object resolved = object(attribute, value);
        if (!(resolved instanceof String name)) {
            return resolved;
        }
        if (name.isBlank()) {
            return null;
        }
        if (!beanFactory.containsBean(name)) {
            throw wrong(attribute, value, resolved, "the name of a bean");
        }
        return beanFactory.getBean(name);
    }

    ZmqListenerDefinitionException wrong(String attribute, String value, Object resolved, String wanted) {
        String given =
                value.equals(resolved.toString()) ? "'" + value + "'" : "'" + value + "', that is '" + resolved + "'";
        return new ZmqListenerDefinitionException(listener, attribute + " is " + given + ", wanted is " + wanted);
    }

    private @Nullable Object object(String attribute, String value) {
        if (value.isEmpty()) {
            return null;
        }
        try {
            String embedded = beanFactory.resolveEmbeddedValue(value);
            BeanExpressionResolver expressions = beanFactory.getBeanExpressionResolver();
            return embedded == null || expressions == null
                    ? embedded
                    : expressions.evaluate(embedded, new BeanExpressionContext(beanFactory, names));
        } catch (RuntimeException unresolvable) {
            throw new ZmqListenerDefinitionException(
                    listener,
                    attribute + " '" + value + "' cannot be resolved: " + unresolvable.getMessage(),
                    unresolvable);
        }
    }
}
