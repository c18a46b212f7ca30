package io.zmqspring.boot.autoconfigure;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Passes configured values on; one that is refused is reported with the name of its property. */
final class ConfiguredValues {

    private final String prefix;

    ConfiguredValues(String prefix) {
        this.prefix = prefix;
    }

    <T> void pass(String property, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + "." + property, value, String.valueOf(refused.getMessage()), refused);
        }
    }
}
