package io.zmqspring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains that a property below {@code zmq} does not exist: misspelt, or at the wrong place. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    private static final int MAX_MISTAKES = 2;
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("zmq");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        StringBuilder description = new StringBuilder("ZeroMQ: unknown properties.");
        StringBuilder action = new StringBuilder();
        for (ConfigurationProperty property : cause.getUnboundProperties()) {
            if (!ROOT.isAncestorOf(property.getName())) {
                return null;
            }
            KnownProperties.Level level = KnownProperties.levelOf(property.getName());
            describe(property, level, description);
            action.append(action.isEmpty() ? "" : "%n".formatted()).append(action(property.getName(), level));
        }
        return new FailureAnalysis(description.toString(), action.toString(), cause);
    }

    private static String action(ConfigurationPropertyName name, KnownProperties.Level level) {
        if (ForeignPropertyNames.isSecurity(name)) {
            return "Remove " + name + ": there is no security mechanism but NULL, which checks nothing.";
        }
        String meant = meant(name, level);
        return meant == null ? "Remove " + name + "." : "Write " + meant + " instead of " + name + ".";
    }

    private static void describe(ConfigurationProperty property, KnownProperties.Level level, StringBuilder to) {
        String unknown = property.getName().toString().substring(level.name().length() + 1);
        to.append("%n%n    %s has no property '%s'".formatted(level.name(), unknown));
        if (property.getOrigin() != null) {
            to.append(" (").append(property.getOrigin()).append(')');
        }
        if (!level.properties().isEmpty()) {
            to.append("%n    Allowed are %s.".formatted(level.properties()));
        }
    }

    private static @Nullable String meant(ConfigurationPropertyName name, KnownProperties.Level level) {
        String elsewhere = KnownProperties.elsewhere(name, level);
        if (elsewhere != null) {
            return elsewhere;
        }
        String foreign = ForeignPropertyNames.meant(name, level);
        if (foreign != null) {
            return foreign;
        }
        int position = ConfigurationPropertyName.of(level.name()).getNumberOfElements();
        String similar = similar(name.getElement(position, ConfigurationPropertyName.Form.DASHED), level.properties());
        return similar == null ? null : level.name() + "." + similar;
    }

    private static @Nullable String similar(String misspelt, List<String> names) {
        String best = null;
        int least = MAX_MISTAKES + 1;
        for (String name : names) {
            int mistakes = mistakes(misspelt, name);
            if (mistakes < least) {
                least = mistakes;
                best = name;
            }
        }
        return best;
    }

    /** {@return how many characters are to be inserted, removed or replaced (Levenshtein's distance)} */
    private static int mistakes(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
