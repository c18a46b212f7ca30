#include "common.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

enum { DEFAULT_CAPACITY = 2000000 };

/* One end of a connection on which single messages go to and fro: one socket, or a PULL and a PUSH. */
typedef struct {
    void *in;
    void *out;
    unsigned char *sent;
    unsigned char *received;
    int size;
    int is_router;
    unsigned char id[MAX_ROUTING_ID]; /* of the peer of the last message that a ROUTER received */
    int id_length;
} peer_t;

static peer_t new_peer(void *in, void *out, int size)
{
    peer_t peer = {.in = in, .out = out, .sent = calloc(1, size), .received = calloc(1, size), .size = size};
    check(peer.sent != NULL && peer.received != NULL, "calloc");
    return peer;
}

static int answering_type(const arguments_t *arguments)
{
    switch (arguments->pattern) {
    case PAIR_PAIR: return ZMQ_PAIR;
    case REQ_REP: return ZMQ_REP;
    default: fail("not a way to answer: %d", arguments->pattern);
    }
}

static int asking_type(const arguments_t *arguments)
{
    switch (arguments->pattern) {
    case PAIR_PAIR: return ZMQ_PAIR;
    case REQ_REP: return ZMQ_REQ;
    case DEALER_ROUTER: return ZMQ_DEALER;
    default: fail("not a way to ask: %d", arguments->pattern);
    }
}

static peer_t bind_peer(void *context, const arguments_t *arguments, int is_announced)
{
    int is_pipeline = arguments->pattern == PUSH_PULL;
    int is_router = arguments->pattern == DEALER_ROUTER;
    void *in = is_router ? open_router(context, arguments)
                         : open_socket(context, arguments, is_pipeline ? ZMQ_PULL : answering_type(arguments));
    void *out = is_pipeline ? open_socket(context, arguments, ZMQ_PUSH) : in;
    char *endpoint = bind_socket(in, arguments->endpoint);
    char *endpoint_back = is_pipeline ? bind_socket(out, arguments->endpoint_back) : NULL;
    if (is_announced) {
        printf("ENDPOINT %s%s%s\n", endpoint, endpoint_back ? " " : "", endpoint_back ? endpoint_back : "");
        fflush(stdout);
    }
    free(endpoint);
    free(endpoint_back);
    peer_t peer = new_peer(in, out, arguments->size);
    peer.is_router = is_router;
    return peer;
}

static peer_t connect_peer(void *context, const arguments_t *arguments)
{
    int is_pipeline = arguments->pattern == PUSH_PULL;
    void *out = open_socket(context, arguments, is_pipeline ? ZMQ_PUSH : asking_type(arguments));
    void *in = is_pipeline ? open_socket(context, arguments, ZMQ_PULL) : out;
    connect_socket(out, arguments->endpoint);
    if (is_pipeline)
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
    if (peer->is_router && zmq_send(peer->out, peer->id, peer->id_length, ZMQ_SNDMORE) != peer->id_length)
        fail("zmq_send failed");
    if (zmq_send(peer->out, peer->sent, peer->size, 0) != peer->size)
        fail("zmq_send failed");
}

static uint64_t receive_header(peer_t *peer)
{
    if (peer->is_router && (peer->id_length = zmq_recv(peer->in, peer->id, sizeof peer->id, 0)) < 0)
        fail("zmq_recv failed");
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

static void tell_latency(int64_t *nanos, int64_t count, const arguments_t *arguments)
{
    check(count > 0, "measuring");
    qsort(nanos, count, sizeof *nanos, compare);
    printf("RESULT size=%d parts=1 count=%" PRId64 " p50=%" PRId64 " p90=%" PRId64 " p99=%" PRId64 " p999=%" PRId64
           " max=%" PRId64 "\n", arguments->size, count, quantile(nanos, count, 0.5), quantile(nanos, count, 0.9),
           quantile(nanos, count, 0.99), quantile(nanos, count, 0.999), nanos[count - 1]);
    fflush(stdout);
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

    tell_latency(nanos, count, arguments);
    free(nanos);
}

void in_flight_echo(const arguments_t *arguments)
{
    latency_echo(arguments);
}

/* Keeps so many round trips under way for a time, and gives how long it was. */
static int64_t ask_for(peer_t *peer, int64_t nanos, uint64_t *asked, uint64_t *answered, uint64_t window)
{
    int64_t start = now_ns(), now = start;
    while (now - start < nanos) {
        while (*asked - *answered < window)
            send_header(peer, header_of(MEASURED, 0, (*asked)++));
        if ((receive_header(peer) & SEQUENCE_MASK) != *answered)
            fail("answer out of order: expected=%" PRIu64, *answered);
        ++*answered;
        now = now_ns();
    }
    return now - start;
}

void in_flight_client(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    peer_t peer = connect_peer(context, arguments);
    uint64_t asked = 0, answered = 0;
    ask_for(&peer, arguments->warm_up_ns, &asked, &answered, arguments->window);
    uint64_t before = answered;
    int64_t nanos = ask_for(&peer, arguments->measured_ns, &asked, &answered, arguments->window);
    uint64_t measured = answered - before;
    for (; answered < asked; answered++)
        receive_header(&peer);
    send_header(&peer, header_of(END, 0, asked));
    receive_header(&peer);
    printf("RESULT size=%d parts=1 measured=%" PRIu64 " nanos=%" PRId64 "\n", arguments->size, measured, nanos);
    close_peer(&peer);
    zmq_ctx_term(context);
}

static int64_t connect_and_ask(void *context, const arguments_t *arguments, uint64_t header)
{
    int64_t start = now_ns();
    peer_t peer = connect_peer(context, arguments);
    send_header(&peer, header);
    if (receive_header(&peer) != header)
        fail("wrong answer: expected=%" PRIx64, header);
    int64_t nanos = now_ns() - start;
    close_peer(&peer);
    return nanos;
}

void first_answer(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    int64_t capacity = arguments->count > 0 ? arguments->count : DEFAULT_CAPACITY;
    int64_t *nanos = malloc(capacity * sizeof *nanos);
    check(nanos != NULL, "malloc");
    uint64_t sequence = 0;
    for (int64_t start = now_ns(); now_ns() - start < arguments->warm_up_ns;)
        connect_and_ask(context, arguments, header_of(WARM, 0, sequence++));
    int64_t count = 0;
    for (int64_t start = now_ns(); count < capacity && now_ns() - start < arguments->measured_ns; count++)
        nanos[count] = connect_and_ask(context, arguments, header_of(MEASURED, 0, sequence++));
    connect_and_ask(context, arguments, header_of(END, 0, sequence));
    tell_latency(nanos, count, arguments);
    free(nanos);
    zmq_ctx_term(context);
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
