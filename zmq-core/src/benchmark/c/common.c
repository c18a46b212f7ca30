#include "common.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

static const int LINGER_MS = 10000;

static const char *value_of(int argc, char **argv, const char *name, const char *absent)
{
    size_t length = strlen(name);
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (strncmp(word, "--", 2) == 0 && strncmp(word + 2, name, length) == 0 && word[2 + length] == '=')
            return word + 2 + length + 1;
    }
    return absent;
}

static int64_t nanos_of(int argc, char **argv, const char *name, const char *absent)
{
    return (int64_t) (atof(value_of(argc, argv, name, absent)) * 1e9);
}

static enum pattern pattern_of(const char *name)
{
    static const char *const NAMES[] = {
        "pair", "push-pull", "req-rep", "dealer-router", "router-dealer", "pub-sub", "dealer-dealer"
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (strcmp(name, NAMES[i]) == 0)
            return (enum pattern) i;
    }
    fail("unknown pattern: %s", name);
}

arguments_t parse_arguments(int argc, char **argv, const char *absent_pattern)
{
    arguments_t arguments = {
        .endpoint = value_of(argc, argv, "endpoint", ""),
        .endpoint_back = value_of(argc, argv, "endpoint-back", ""),
        .pattern = pattern_of(value_of(argc, argv, "pattern", absent_pattern)),
        .subscribers = atoi(value_of(argc, argv, "subscribers", "1")),
        .is_connecting = strcmp(value_of(argc, argv, "side", "bind"), "connect") == 0,
        .peers = atoi(value_of(argc, argv, "peers", "10")),
        .topics = atoi(value_of(argc, argv, "topics", "1000000")),
        .window = atoi(value_of(argc, argv, "window", "1000")),
        .size = atoi(value_of(argc, argv, "size", "10")),
        .parts = atoi(value_of(argc, argv, "parts", "1")),
        .threads = atoi(value_of(argc, argv, "threads", "1")),
        .high_water_mark = atoi(value_of(argc, argv, "hwm", "-1")),
        .io_threads = atoi(value_of(argc, argv, "io-threads", "1")),
        .sessions = atoi(value_of(argc, argv, "sessions", "1")),
        .warm_up_ns = nanos_of(argc, argv, "warmup", "3"),
        .measured_ns = nanos_of(argc, argv, "seconds", "3"),
        .count = atoll(value_of(argc, argv, "count", "0")),
    };
    if (arguments.size < HEADER_LENGTH || arguments.parts < 1 || arguments.threads < 1
        || arguments.threads > MAX_THREADS)
        fail("invalid shape: size=%d, parts=%d, threads=%d", arguments.size, arguments.parts, arguments.threads);
    return arguments;
}

uint64_t header_of(enum phase phase, int thread, uint64_t sequence)
{
    return (uint64_t) phase << PHASE_SHIFT | (uint64_t) thread << THREAD_SHIFT | sequence;
}

uint64_t read_header(const void *body)
{
    const unsigned char *bytes = body;
    uint64_t header = 0;
    for (int i = 0; i < HEADER_LENGTH; i++)
        header = header << 8 | bytes[i];
    return header;
}

void write_header(void *body, uint64_t header)
{
    unsigned char *bytes = body;
    for (int i = 0; i < HEADER_LENGTH; i++)
        bytes[i] = (unsigned char) (header >> (8 * (HEADER_LENGTH - 1 - i)));
}

int64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t) time.tv_sec * 1000000000 + time.tv_nsec;
}

void fail(const char *format, ...)
{
    int error = errno;
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fprintf(stderr, " (errno: %s)\n", zmq_strerror(error));
    exit(1);
}

void check(int is_fine, const char *what)
{
    if (!is_fine)
        fail("%s failed", what);
}

void *open_context(const arguments_t *arguments)
{
    void *context = zmq_ctx_new();
    check(context != NULL, "zmq_ctx_new");
    check(zmq_ctx_set(context, ZMQ_IO_THREADS, arguments->io_threads) == 0, "ZMQ_IO_THREADS");
    return context;
}

void *open_socket(void *context, const arguments_t *arguments, int type)
{
    void *socket = zmq_socket(context, type);
    check(socket != NULL, "zmq_socket");
    check(zmq_setsockopt(socket, ZMQ_LINGER, &LINGER_MS, sizeof LINGER_MS) == 0, "ZMQ_LINGER");
    if (arguments->high_water_mark >= 0) {
        int mark = arguments->high_water_mark;
        check(zmq_setsockopt(socket, ZMQ_SNDHWM, &mark, sizeof mark) == 0, "ZMQ_SNDHWM");
        check(zmq_setsockopt(socket, ZMQ_RCVHWM, &mark, sizeof mark) == 0, "ZMQ_RCVHWM");
    }
    return socket;
}

void *open_router(void *context, const arguments_t *arguments)
{
    void *socket = open_socket(context, arguments, ZMQ_ROUTER);
    int mandatory = 1;
    check(zmq_setsockopt(socket, ZMQ_ROUTER_MANDATORY, &mandatory, sizeof mandatory) == 0, "ZMQ_ROUTER_MANDATORY");
    return socket;
}

void *open_publisher(void *context, const arguments_t *arguments, int waits)
{
    int on = 1;
    void *socket = open_socket(context, arguments, ZMQ_XPUB);
    check(zmq_setsockopt(socket, ZMQ_XPUB_NODROP, &waits, sizeof waits) == 0, "ZMQ_XPUB_NODROP");
    check(zmq_setsockopt(socket, ZMQ_XPUB_VERBOSE, &on, sizeof on) == 0, "ZMQ_XPUB_VERBOSE");
    char *endpoint = bind_socket(socket, arguments->endpoint);
    printf("ENDPOINT %s\n", endpoint);
    fflush(stdout);
    free(endpoint);
    return socket;
}

char *bind_socket(void *socket, const char *address)
{
    if (zmq_bind(socket, address) != 0)
        fail("cannot bind %s", address);
    char endpoint[512];
    size_t length = sizeof endpoint;
    check(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &length) == 0, "ZMQ_LAST_ENDPOINT");
    char *copy = strdup(endpoint);
    check(copy != NULL, "strdup");
    return copy;
}

void connect_socket(void *socket, const char *address)
{
    if (zmq_connect(socket, address) != 0)
        fail("cannot connect %s", address);
}
