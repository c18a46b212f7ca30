#include "common.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { ORPHANED = 3, BAD_ROLE = 2 };

static const struct {
    const char *name;
    const char *pattern;
    void (*run)(const arguments_t *arguments);
} ROLES[] = {
    {"throughput-receiver", "push-pull", throughput_receiver},
    {"throughput-sender", "push-pull", throughput_sender},
    {"throughput-inproc", "push-pull", throughput_inproc},
    {"latency-echo", "pair", latency_echo},
    {"latency-ping", "pair", latency_ping},
    {"latency-inproc", "pair", latency_inproc},
    {"in-flight-echo", "dealer-router", in_flight_echo},
    {"in-flight-client", "dealer-router", in_flight_client},
    {"topic-publisher", "pub-sub", topic_publisher},
    {"subscriptions-publisher", "pub-sub", subscriptions_publisher},
    {"subscriptions-subscriber", "pub-sub", subscriptions_subscriber},
    {"matching-publisher", "pub-sub", matching_publisher},
    {"peer-chooser", "router-dealer", peer_chooser},
    {"proxy", "pub-sub", proxy},
    {"first-answer", "req-rep", first_answer},
};

static sem_t stopped;

void await_stop(void)
{
    while (sem_wait(&stopped) != 0)
        ;
}

/* Ends with the parent, whose end of our standard input is then closed. The only command is "stop". */
static void *watch_parent(void *unused)
{
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
        if (byte == '\n')
            sem_post(&stopped);
    }
    _exit(ORPHANED);
    return unused;
}

static void print_version(void)
{
    int major, minor, patch;
    zmq_version(&major, &minor, &patch);
    printf("VERSION %d.%d.%d\n", major, minor, patch);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "version") == 0) {
        print_version();
        return 0;
    }
    pthread_t watch;
    check(sem_init(&stopped, 0, 0) == 0, "sem_init");
    check(pthread_create(&watch, NULL, watch_parent, NULL) == 0, "pthread_create");
    for (size_t i = 0; argc > 1 && i < sizeof ROLES / sizeof *ROLES; i++) {
        if (strcmp(argv[1], ROLES[i].name) == 0) {
            arguments_t arguments = parse_arguments(argc - 2, argv + 2, ROLES[i].pattern);
            ROLES[i].run(&arguments);
            return 0;
        }
    }
    fprintf(stderr, "unknown role: %s\n", argc > 1 ? argv[1] : "none");
    return BAD_ROLE;
}
