package io.zmqspring.annotation;

import static io.zmqspring.annotation.PlainApplication.container;
import static io.zmqspring.annotation.PlainApplication.send;
import static io.zmqspring.annotation.PlainApplication.start;
import static io.zmqspring.annotation.PlainApplication.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.annotation.PlainApplication.Price;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/** Payloads that are validated before the method is called. */
@Timeout(60)
class ValidatedListenerTest {

    @Test
    void shouldValidateWhatIsMarked() throws Exception {
        try (AnnotationConfigApplicationContext context = start(Validating.class)) {
            Validating listeners = context.getBean(Validating.class);

            send(context, "json-out", new Price("EUR", -1));
            send(context, "json-out", new Price("EUR", 1));

            assertThat(take(listeners.seen)).isEqualTo(new Price("EUR", 1));
            assertThat(container(context, "validating").getCounters().failed()).isEqualTo(1);
        }
    }

    static class Validating {

        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "validating", socket = "json-in")
        void on(@Validated Price price) {
            seen.add(price);
        }

        @Bean
        static ZmqListenerConfigurer withValidator() {
            return registrar -> registrar.setValidator(new PositivePrice());
        }
    }

    static final class PositivePrice implements Validator {

        @Override
        public boolean supports(Class<?> type) {
            return type == Price.class;
        }

        @Override
        public void validate(Object target, Errors errors) {
            if (((Price) target).cents() < 0) {
                errors.reject("negative");
            }
        }
    }
}
