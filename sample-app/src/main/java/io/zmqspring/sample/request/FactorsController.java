package io.zmqspring.sample.request;

import io.zmqspring.core.error.ZmqTimeoutException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Asks for the factors of a number at each GET. */
@RestController
@Profile("!worker")
class FactorsController {

    private final FactorsClient client;

    FactorsController(FactorsClient client) {
        this.client = client;
    }

    @GetMapping("/factors/{number}")
    Factors factors(@PathVariable long number) {
        return client.ask(new Question(number));
    }

    @ExceptionHandler
    ProblemDetail outOfRange(IllegalArgumentException refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(refused.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail noAnswer(ZmqTimeoutException late) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, String.valueOf(late.getMessage()));
    }
}
