package io.zmqspring.boot.autoconfigure;

import io.zmqspring.support.converter.JsonPayloadConverter;
import io.zmqspring.support.converter.PayloadMessageConverter;
import io.zmqspring.support.converter.ZmqMessageConverter;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The message converter: with JSON when Jackson is there, else for bytes and text only. */
final class MessageConverterConfigurations {

    private MessageConverterConfigurations() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnMissingBean(ZmqMessageConverter.class)
    static class Json {

        @Bean
        PayloadMessageConverter zmqMessageConverter(ObjectProvider<JsonMapper> jsonMapper) {
            JsonMapper mapper = jsonMapper.getIfUnique();
            return new PayloadMessageConverter(List.of(new JsonPayloadConverter(
                    mapper != null
                            ? mapper
                            : JsonMapper.builder().findAndAddModules().build())));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(ZmqMessageConverter.class)
    static class Plain {

        @Bean
        PayloadMessageConverter zmqMessageConverter() {
            return new PayloadMessageConverter();
        }
    }
}
