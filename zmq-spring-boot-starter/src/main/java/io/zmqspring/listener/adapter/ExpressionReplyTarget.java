package io.zmqspring.listener.adapter;

import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.support.converter.FramesMessage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * The target of a result by an expression <code>!{…}</code> that is evaluated for each one. Its root has the properties
 * {@code request} (the frames as they were received), {@code source} (the Spring message of them, with its headers) and
 * {@code result}; of the result of a batch only the last.
 */
public final class ExpressionReplyTarget implements ReplyTarget {

    private static final String PREFIX = "!{";

    private final Expression expression;
    private final StandardEvaluationContext context;
    private final Function<ZmqMessage, FramesMessage> source;
    private final Function<String, Address> parser;

    /**
     * Creates one.
     *
     * @param template text with expressions in it
     * @param beanFactory finds beans named in expressions, or {@code null}
     * @param source wraps frames
     * @param parser reads the text that comes out
     * @throws org.springframework.expression.ParseException when the text is no template
     */
    public ExpressionReplyTarget(
            String template,
            @Nullable BeanFactory beanFactory,
            Function<ZmqMessage, FramesMessage> source,
            Function<String, Address> parser) {
        this.expression = new SpelExpressionParser().parseExpression(template, new TemplateParserContext(PREFIX, "}"));
        this.context = new StandardEvaluationContext();
        this.context.addPropertyAccessor(new MapAccessor());
        if (beanFactory != null) {
            this.context.setBeanResolver(new BeanFactoryResolver(beanFactory));
        }
        this.source = source;
        this.parser = parser;
    }

    /**
     * Checks whether a target is one.
     *
     * @param target a target
     * @return whether it has an expression that is evaluated for each result
     */
    public static boolean isExpression(String target) {
        return target.contains(PREFIX);
    }

    @Override
    public Address address(@Nullable ZmqMessage request, Object result) {
        Root root = new Root(request, request == null ? null : source.apply(request), result);
        String target = expression.getValue(context, root, String.class);
        if (target == null || target.isBlank()) {
            throw new IllegalStateException(
                    "@SendTo(\"" + expression.getExpressionString() + "\") names no socket for " + root);
        }
        return parser.apply(target);
    }

    /**
     * What an expression sees.
     *
     * @param request the frames as they were received
     * @param source the Spring message of them
     * @param result what the method returned
     */
    public record Root(
            @Nullable ZmqMessage request, @Nullable FramesMessage source, Object result) {}
}
