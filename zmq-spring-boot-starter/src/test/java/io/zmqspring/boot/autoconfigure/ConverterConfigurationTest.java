package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The converter of payloads, with and without Jackson. */
@Timeout(60)
class ConverterConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));

    @Test
    void shouldBackOffForAMessageConverterOfTheApplication() {
        runner.withBean("ownConverter", ZmqMessageConverter.class, PayloadMessageConverter::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(ZmqMessageConverter.class)
                        .doesNotHaveBean("zmqMessageConverter"));
    }

    @Test
    void shouldConvertWithTheJsonMapperOfTheApplication() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
                .run(context -> assertThat(json(context.getBean(ZmqMessageConverter.class)))
                        .isEqualTo("{\"unit_price\":1}"));
        runner.withBean(
                        JsonMapper.class,
                        () -> JsonMapper.builder()
                                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                                .build())
                .run(context -> assertThat(json(context.getBean(ZmqMessageConverter.class)))
                        .isEqualTo("{\"unit-price\":1}"));
    }

    @Test
    void shouldConvertWithAJsonMapperOfItsOwnWhenTheApplicationHasNone() {
        runner.run(context ->
                assertThat(json(context.getBean(ZmqMessageConverter.class))).isEqualTo("{\"unitPrice\":1}"));
    }

    @Test
    void shouldConvertBytesAndTextWithoutJackson() {
        runner.withClassLoader(new FilteredClassLoader("tools.jackson")).run(context -> {
            ZmqMessageConverter converter = context.getBean(ZmqMessageConverter.class);
            assertThat(converter.toFrames(new GenericMessage<>("text")).string(0))
                    .isEqualTo("text");
            assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> json(converter));
        });
    }

    private static String json(ZmqMessageConverter converter) {
        return converter.toFrames(new GenericMessage<>(new Price(1))).string(0);
    }

    record Price(int unitPrice) {}
}
