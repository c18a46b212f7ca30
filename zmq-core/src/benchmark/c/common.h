/* What the programs of the libzmq side share. Same arguments, message header and lines as the Java side. */
#ifndef BENCHMARK_COMMON_H
#define BENCHMARK_COMMON_H

#include <stdint.h>

/* First eight bytes of every part, big-endian: phase (4 bits), thread (8 bits), sequence (52 bits). */
enum { HEADER_LENGTH = 8, PHASE_SHIFT = 60, THREAD_SHIFT = 52, MAX_THREADS = 256 };
enum phase { WARM = 0, MEASURED = 1, END = 2 };
#define SEQUENCE_MASK ((UINT64_C(1) << THREAD_SHIFT) - 1)

/* Which sockets talk to each other. */
enum pattern { PAIR_PAIR, PUSH_PULL, REQ_REP, DEALER_ROUTER, ROUTER_DEALER, PUB_SUB, DEALER_DEALER };

typedef struct {
    const char *endpoint; /* or several, separated by commas */
    const char *endpoint_back;
    enum pattern pattern;
    int window;
    int is_connecting; /* of a receiver: it connects, and does not bind */
    int subscribers;
    int peers;
    int topics;
    int size;
    int parts;
    int threads;
    int high_water_mark; /* -1: the default of libzmq */
    int io_threads;
    int sessions;
    int64_t warm_up_ns;
    int64_t measured_ns;
    int64_t count; /* 0: go by time */
} arguments_t;

/* The absent pattern is that of a role without --pattern. */
arguments_t parse_arguments(int argc, char **argv, const char *absent_pattern);

uint64_t header_of(enum phase phase, int thread, uint64_t sequence);
uint64_t read_header(const void *body);
void write_header(void *body, uint64_t header);

int64_t now_ns(void);

/* Prints a message and what errno says, and ends the process with 1. */
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
void check(int is_fine, const char *what);

void *open_context(const arguments_t *arguments);
void *open_socket(void *context, const arguments_t *arguments, int type);

/* Binds, and gives the address a peer connects to; the caller frees it. */
char *bind_socket(void *socket, const char *address);
void connect_socket(void *socket, const char *address);

/* A ROUTER waits for room, as ours and JeroMQ's here, and gives the peer it connects to this routing id. */
enum { PEER_LENGTH = 4, MAX_ROUTING_ID = 255 };
#define PEER "peer"
void *open_router(void *context, const arguments_t *arguments);

/* An XPUB that receives each subscription, bound and announced. If it waits for room, no message is dropped. */
void *open_publisher(void *context, const arguments_t *arguments, int waits);

/* Waits until the parent says "stop". */
void await_stop(void);

/* Roles; each returns when its work is done. */
void throughput_receiver(const arguments_t *arguments);
void throughput_sender(const arguments_t *arguments);
void throughput_inproc(const arguments_t *arguments);
void latency_echo(const arguments_t *arguments);
void latency_ping(const arguments_t *arguments);
void latency_inproc(const arguments_t *arguments);
void in_flight_echo(const arguments_t *arguments);
void in_flight_client(const arguments_t *arguments);
void topic_publisher(const arguments_t *arguments);
void subscriptions_publisher(const arguments_t *arguments);
void subscriptions_subscriber(const arguments_t *arguments);
void matching_publisher(const arguments_t *arguments);
void peer_chooser(const arguments_t *arguments);
void proxy(const arguments_t *arguments);
void first_answer(const arguments_t *arguments);

#endif
