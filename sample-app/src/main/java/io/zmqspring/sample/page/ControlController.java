package io.zmqspring.sample.page;

import io.zmqspring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.listener.ZmqMessageListenerContainer;
import io.zmqspring.socket.ZmqSocketRegistry;
import io.zmqspring.support.ZmqUnknownSocketException;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Does what the buttons of the page say. */
@RestController
@RequestMapping("/control")
@Profile("!worker")
class ControlController {

    private final ZmqListenerEndpointRegistry listeners;
    private final ZmqSocketRegistry sockets;
    private final Flood flood;

    ControlController(ZmqListenerEndpointRegistry listeners, ZmqSocketRegistry sockets, Flood flood) {
        this.listeners = listeners;
        this.sockets = sockets;
        this.flood = flood;
    }

    @PostMapping("/listeners/{id}/pause")
    void pause(@PathVariable String id) {
        listener(id).pause();
    }

    @PostMapping("/listeners/{id}/resume")
    void resume(@PathVariable String id) {
        listener(id).resume();
    }

    @PostMapping("/sockets/{name}/stop")
    void stop(@PathVariable String name) {
        sockets.getSocket(name).stop();
    }

    @PostMapping("/sockets/{name}/start")
    void start(@PathVariable String name) {
        sockets.getSocket(name).start();
    }

    @PostMapping("/sockets/{name}/flood")
    void flood(@PathVariable String name) {
        flood.begin(name);
    }

    private ZmqMessageListenerContainer listener(String id) {
        ZmqMessageListenerContainer listener = listeners.getListenerContainer(id);
        if (listener == null) {
            throw new IllegalArgumentException(
                    "listener='" + id + "', there are " + listeners.getListenerContainerIds());
        }
        return listener;
    }

    @ExceptionHandler({IllegalArgumentException.class, ZmqUnknownSocketException.class})
    ProblemDetail unknown(RuntimeException unknown) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, String.valueOf(unknown.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail busy(RejectedExecutionException busy) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "there is a flood already");
    }
}
