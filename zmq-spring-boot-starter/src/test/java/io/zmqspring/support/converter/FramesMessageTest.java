package io.zmqspring.support.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.core.message.Envelope;
import io.zmqspring.core.message.ZmqHeaders;
import io.zmqspring.core.message.ZmqMessage;
import io.zmqspring.core.option.RoutingId;
import io.zmqspring.listener.adapter.FramesArgumentResolver;
import java.lang.reflect.Method;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ReflectionUtils;

class FramesMessageTest {

    private final Map<String, Object> unreadable = new AbstractMap<>() {
        @Override
        public Set<Entry<String, Object>> entrySet() {
            throw new IllegalStateException("headers were asked for");
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "all", "list"})
    void shouldMakeNoHeadersForAMethodThatAsksForNone(String methodName) throws Exception {
        FramesMessage message = new FramesMessage(ZmqMessage.ofStrings("one"), Envelope.NONE, unreadable);

        method(methodName).invoke(message);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(message::getHeaders);
    }

    @Test
    void shouldGiveThePayloadBehindTheEnvelope() {
        FramesMessage one = new FramesMessage(ZmqMessage.ofStrings("id", "", "x"), Envelope.ROUTING_ID, Map.of("a", 1));
        FramesMessage several = new FramesMessage(ZmqMessage.ofStrings("t", "a", "b"), Envelope.TOPIC, Map.of());

        assertThat(one.getPayload()).isEqualTo(new byte[] {'x'});
        assertThat(one.getPayloadFrames()).isEqualTo(ZmqMessage.ofStrings("x"));
        assertThat(one.getHeaders())
                .containsOnlyKeys("a", ZmqHeaders.FRAME_COUNT, ZmqHeaders.ROUTING_ID, ZmqHeaders.REPLY_TO)
                .containsEntry(ZmqHeaders.FRAME_COUNT, 3)
                .containsEntry(ZmqHeaders.ROUTING_ID, RoutingId.of("id"))
                .containsEntry(ZmqHeaders.REPLY_TO, ZmqMessage.ofStrings("id", ""));
        assertThat(several.getPayload()).isEqualTo(ZmqMessage.ofStrings("a", "b"));
    }

    private InvocableHandlerMethod method(String name) {
        DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();
        factory.setCustomArgumentResolvers(List.of(new FramesArgumentResolver()));
        factory.setMessageConverter(new PayloadMessageConverter().getPayloadConverter());
        factory.afterPropertiesSet();
        Method method = ReflectionUtils.findMethod(getClass(), name, (Class<?>[]) null);
        assertThat(method).isNotNull();
        return factory.createInvocableHandlerMethod(this, method);
    }

    void bytes(byte[] body) {}

    void all(ZmqMessage frames) {}

    void list(List<byte[]> frames) {}
}
