#include "common.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

enum { DEFAULT_CAPACITY = 2000000 };

/* One end of a connection on which single messages go to and fro: a PAIR, or a PULL and a PUSH. */
typedef struct {
    void *in;
    void *out;
    unsigned char *sent;
    unsigned char *received;
    int size;
} peer_t;

static peer_t new_peer(void *in, void *out, int size)
{
    peer_t peer = {in, out, calloc(1, size), calloc(1, size), size};
    check(peer.sent != NULL && peer.received != NULL, "calloc");
    return peer;
}

static peer_t bind_peer(void *context, const arguments_t *arguments, int is_announced)
{
    void *in = open_socket(context, arguments, arguments->is_pair ? ZMQ_PAIR : ZMQ_PULL);
    void *out = arguments->is_pair ? in : open_socket(context, arguments, ZMQ_PUSH);
    char *endpoint = bind_socket(in, arguments->endpoint);
    char *endpoint_back = arguments->is_pair ? NULL : bind_socket(out, arguments->endpoint_back);
    if (is_announced) {
        printf("ENDPOINT %s%s%s\n", endpoint, endpoint_back ? " " : "", endpoint_back ? endpoint_back : "");
        fflush(stdout);
    }
    free(endpoint);
    free(endpoint_back);
    return new_peer(in, out, arguments->size);
}

static peer_t connect_peer(void *context, const arguments_t *arguments)
{
    void *out = open_socket(context, arguments, arguments->is_pair ? ZMQ_PAIR : ZMQ_PUSH);
    void *in = arguments->is_pair ? out : open_socket(context, arguments, ZMQ_PULL);
    connect_socket(out, arguments->endpoint);
    if (!arguments->is_pair)
        connect_socket(in, arguments->endpoint_back);
    return new_peer(in, out, arguments->size);
}

static void close_peer(peer_t *peer)
{
    zmq_close(peer->in);
    if (peer->out != peer->in)
        zmq_close(peer->out);
    free(peer->sent);
    free(peer->received);
}

static void send_header(peer_t *peer, uint64_t header)
{
    write_header(peer->sent, header);
    if (zmq_send(peer->out, peer->sent, peer->size, 0) != peer->size)
        fail("zmq_send failed");
}

static uint64_t receive_header(peer_t *peer)
{
    int length = zmq_recv(peer->in, peer->received, peer->size, 0);
    if (length != peer->size)
        fail("wrong message: length=%d, expected=%d", length, peer->size);
    return read_header(peer->received);
}

static uint64_t echo(peer_t *peer, int sessions)
{
    uint64_t echoed = 0;
    for (int ended = 0; ended < sessions; echoed++) {
        uint64_t header = receive_header(peer);
        send_header(peer, header);
        if (header >> PHASE_SHIFT == END)
            ended++;
    }
    return echoed;
}

static void exchange(peer_t *peer, enum phase phase, uint64_t sequence)
{
    uint64_t header = header_of(phase, 0, sequence);
    send_header(peer, header);
    uint64_t answer = receive_header(peer);
    if (answer != header)
        fail("wrong answer: sent=%" PRIx64 ", received=%" PRIx64, header, answer);
}

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *) left, b = *(const int64_t *) right;
    return (a > b) - (a < b);
}

static int64_t quantile(const int64_t *sorted, int64_t count, double part)
{
    int64_t rank = (int64_t) ceil(part * (double) count);
    return sorted[rank > 0 ? rank - 1 : 0];
}

static void measure(peer_t *peer, const arguments_t *arguments)
{
    int64_t capacity = arguments->count > 0 ? arguments->count : DEFAULT_CAPACITY;
    int64_t *nanos = malloc(capacity * sizeof *nanos);
    check(nanos != NULL, "malloc");
    for (int64_t i = 0; i < capacity; i++)
        nanos[i] = -1;

    uint64_t sequence = 0;
    int64_t start = now_ns();
    do
        exchange(peer, WARM, sequence++);
    while (now_ns() - start < arguments->warm_up_ns);

    int64_t count = 0;
    start = now_ns();
    for (int64_t end = start; count < capacity && end - start < arguments->measured_ns; count++) {
        int64_t sent = now_ns();
        exchange(peer, MEASURED, sequence++);
        end = now_ns();
        nanos[count] = end - sent;
    }
    exchange(peer, END, sequence);

    check(count > 0, "measuring");
    qsort(nanos, count, sizeof *nanos, compare);
    printf("RESULT size=%d parts=1 count=%" PRId64 " p50=%" PRId64 " p90=%" PRId64 " p99=%" PRId64 " p999=%" PRId64
           " max=%" PRId64 "\n", arguments->size, count, quantile(nanos, count, 0.5), quantile(nanos, count, 0.9),
           quantile(nanos, count, 0.99), quantile(nanos, count, 0.999), nanos[count - 1]);
    free(nanos);
}

void latency_echo(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    peer_t peer = bind_peer(context, arguments, 1);
    echo(&peer, arguments->sessions);
    close_peer(&peer);
    zmq_ctx_term(context);
}

void latency_ping(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    peer_t peer = connect_peer(context, arguments);
    measure(&peer, arguments);
    close_peer(&peer);
    zmq_ctx_term(context);
}

static void *echo_once(void *peer)
{
    echo(peer, 1);
    return NULL;
}

void latency_inproc(const arguments_t *given)
{
    arguments_t arguments = *given;
    arguments.endpoint = "inproc://latency";
    arguments.endpoint_back = "inproc://latency-back";
    void *context = open_context(&arguments);
    peer_t bound = bind_peer(context, &arguments, 0);
    peer_t connected = connect_peer(context, &arguments);
    pthread_t thread;
    check(pthread_create(&thread, NULL, echo_once, &bound) == 0, "pthread_create");
    measure(&connected, &arguments);
    check(pthread_join(thread, NULL) == 0, "pthread_join");
    close_peer(&connected);
    close_peer(&bound);
    zmq_ctx_term(context);
}
