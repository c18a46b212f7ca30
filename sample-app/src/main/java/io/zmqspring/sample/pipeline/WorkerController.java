package io.zmqspring.sample.pipeline;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Adds, kills and restarts workers, and shows which of them work. */
@RestController
@RequestMapping("/workers")
@Profile("!hub & !worker")
class WorkerController {

    private final Workers workers;

    WorkerController(Workers workers) {
        this.workers = workers;
    }

    @GetMapping
    Map<String, Boolean> all() {
        Map<String, Boolean> running = new TreeMap<>();
        workers.all().forEach((name, worker) -> running.put(name, worker.isRunning()));
        return running;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    String add() {
        return workers.add()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.CONFLICT, "there are " + workers.all().size() + " workers, which is the most"));
    }

    @PostMapping("/kill")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void kill(@RequestParam String name) {
        find(name).kill();
    }

    @PostMapping("/restart")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void restart(@RequestParam String name) {
        find(name).restart();
    }

    private Worker find(String name) {
        Worker worker = workers.all().get(name);
        if (worker == null) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "there is no worker '" + name + "', but " + workers.all().keySet());
        }
        return worker;
    }
}
