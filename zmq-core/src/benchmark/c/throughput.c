#include "common.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { MESSAGES_PER_CLOCK_READ = 64 };

/* One sending thread. Sockets of libzmq are not thread-safe: several threads share theirs under a lock. */
typedef struct {
    const arguments_t *arguments;
    void *socket;
    pthread_mutex_t *lock; /* NULL: only one thread */
    int thread;
    unsigned char *body;
    uint64_t sent;
    pthread_t id;
} sender_t;

static void send_message(sender_t *sender, uint64_t header)
{
    const arguments_t *arguments = sender->arguments;
    write_header(sender->body, header);
    if (sender->lock)
        pthread_mutex_lock(sender->lock);
    if (arguments->pattern == ROUTER_DEALER && zmq_send(sender->socket, PEER, PEER_LENGTH, ZMQ_SNDMORE) < 0)
        fail("zmq_send failed");
    for (int left = arguments->parts - 1; left >= 0; left--) {
        if (zmq_send(sender->socket, sender->body, arguments->size, left > 0 ? ZMQ_SNDMORE : 0) < 0)
            fail("zmq_send failed");
    }
    if (sender->lock)
        pthread_mutex_unlock(sender->lock);
}

static uint64_t send_for(sender_t *sender, uint64_t first, int64_t nanos)
{
    uint64_t header = first;
    int64_t end = now_ns() + nanos;
    do {
        for (int i = 0; i < MESSAGES_PER_CLOCK_READ; i++)
            send_message(sender, header++);
    } while (now_ns() < end);
    return header & SEQUENCE_MASK;
}

static uint64_t send_count(sender_t *sender, uint64_t first, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        send_message(sender, first + i);
    return (first + count) & SEQUENCE_MASK;
}

static void *send_all(void *argument)
{
    sender_t *sender = argument;
    const arguments_t *arguments = sender->arguments;
    sender->body = calloc(1, arguments->size);
    check(sender->body != NULL, "calloc");
    uint64_t sequence = send_for(sender, header_of(WARM, sender->thread, 0), arguments->warm_up_ns);
    uint64_t measured = header_of(MEASURED, sender->thread, sequence);
    sequence = arguments->count > 0
        ? send_count(sender, measured, arguments->count / arguments->threads)
        : send_for(sender, measured, arguments->measured_ns);
    send_message(sender, header_of(END, sender->thread, sequence));
    sender->sent = sequence + 1;
    free(sender->body);
    return NULL;
}

/* Starts the sending threads of one socket. */
static sender_t *start_senders(const arguments_t *arguments, void *socket, pthread_mutex_t *lock)
{
    sender_t *senders = calloc(arguments->threads, sizeof *senders);
    check(senders != NULL, "calloc");
    for (int i = 0; i < arguments->threads; i++) {
        senders[i].arguments = arguments;
        senders[i].socket = socket;
        senders[i].lock = arguments->threads > 1 ? lock : NULL;
        senders[i].thread = i;
        check(pthread_create(&senders[i].id, NULL, send_all, &senders[i]) == 0, "pthread_create");
    }
    return senders;
}

static uint64_t join_senders(sender_t *senders, int count)
{
    uint64_t sent = 0;
    for (int i = 0; i < count; i++) {
        check(pthread_join(senders[i].id, NULL) == 0, "pthread_join");
        sent += senders[i].sent;
    }
    free(senders);
    return sent;
}

/* What a receiver has seen; the checks are those of SequenceVerifier on the Java side. */
typedef struct {
    uint64_t expected[MAX_THREADS];
    uint64_t received;
    int ended;
    int is_measuring;
    uint64_t received_at_start;
    int64_t start_ns;
    uint64_t measured;
    int64_t span_ns;
} received_t;

static void on_other_than_next(received_t *state, const arguments_t *arguments, uint64_t header, int thread)
{
    int phase = (int) (header >> PHASE_SHIFT);
    if (thread >= arguments->threads || phase > END)
        fail("not a message of this run: header=%" PRIx64, header);
    uint64_t due = state->expected[thread];
    if ((header & SEQUENCE_MASK) != (due & SEQUENCE_MASK) || phase <= (int) (due >> PHASE_SHIFT))
        fail("expected header %" PRIx64 ", got %" PRIx64, due, header);
    if (phase == MEASURED) {
        if (!state->is_measuring && state->ended == 0) {
            state->is_measuring = 1;
            state->received_at_start = state->received;
            state->start_ns = now_ns();
        }
    } else if (state->ended++ == 0 && state->is_measuring) {
        state->span_ns = now_ns() - state->start_ns;
        state->measured = state->received - state->received_at_start;
    }
}

static uint64_t receive_part(void *socket, zmq_msg_t *message, const arguments_t *arguments, int is_last)
{
    if (zmq_msg_recv(message, socket, 0) < 0)
        fail("zmq_msg_recv failed");
    size_t length = zmq_msg_size(message);
    if (length != (size_t) arguments->size || zmq_msg_more(message) == is_last)
        fail("wrong part: length=%zu, expected=%d, more=%d", length, arguments->size, zmq_msg_more(message));
    return read_header(zmq_msg_data(message));
}

static received_t receive_all(void *socket, const arguments_t *arguments)
{
    received_t state = {0};
    for (int i = 0; i < arguments->threads; i++)
        state.expected[i] = header_of(WARM, i, 0);
    zmq_msg_t message;
    zmq_msg_init(&message);
    while (state.ended < arguments->threads) {
        int has_envelope = arguments->pattern == DEALER_ROUTER || arguments->pattern == DEALER_DEALER;
        if (has_envelope && zmq_msg_recv(&message, socket, 0) < 0)
            fail("zmq_msg_recv failed");
        uint64_t header = receive_part(socket, &message, arguments, arguments->parts == 1);
        for (int part = 1; part < arguments->parts; part++) {
            if (receive_part(socket, &message, arguments, part == arguments->parts - 1) != header)
                fail("parts of two messages are mixed: header=%" PRIx64, header);
        }
        int thread = (int) (header >> THREAD_SHIFT) & (MAX_THREADS - 1);
        if (header != state.expected[thread] || thread >= arguments->threads)
            on_other_than_next(&state, arguments, header, thread);
        state.expected[thread] = header + 1;
        state.received++;
    }
    zmq_msg_close(&message);
    return state;
}

static void tell(const received_t *state, const arguments_t *arguments)
{
    printf("RESULT size=%d parts=%d threads=%d received=%" PRIu64 " measured=%" PRIu64 " nanos=%" PRId64,
           arguments->size, arguments->parts, arguments->threads, state->received, state->measured, state->span_ns);
}

static void *open_receiver(void *context, const arguments_t *arguments)
{
    switch (arguments->pattern) {
    case PUSH_PULL: return open_socket(context, arguments, ZMQ_PULL);
    case DEALER_ROUTER: return open_socket(context, arguments, ZMQ_ROUTER);
    case ROUTER_DEALER:
    case DEALER_DEALER: return open_socket(context, arguments, ZMQ_DEALER);
    case PUB_SUB: {
        void *socket = open_socket(context, arguments, ZMQ_SUB);
        check(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0) == 0, "ZMQ_SUBSCRIBE");
        return socket;
    }
    default: fail("not a way to receive: %d", arguments->pattern);
    }
}

static int count_addresses(const char *addresses)
{
    int count = 1;
    for (const char *c = addresses; *c; c++)
        count += *c == ',';
    return count;
}

/* One of several receivers, on a thread of its own. */
typedef struct {
    void *socket;
    const arguments_t *arguments;
    received_t found;
    pthread_t thread;
} receiver_t;

static void *receive_on_thread(void *argument)
{
    receiver_t *receiver = argument;
    receiver->found = receive_all(receiver->socket, receiver->arguments);
    return NULL;
}

/* The sum of the messages of all, and the mean of their spans. */
static received_t receive_together(receiver_t *receivers, int count)
{
    received_t sum = {0};
    for (int i = 0; i < count; i++)
        check(pthread_create(&receivers[i].thread, NULL, receive_on_thread, &receivers[i]) == 0, "pthread_create");
    for (int i = 0; i < count; i++) {
        check(pthread_join(receivers[i].thread, NULL) == 0, "pthread_join");
        sum.received += receivers[i].found.received;
        sum.measured += receivers[i].found.measured;
        sum.span_ns += receivers[i].found.span_ns / count;
    }
    return sum;
}

void throughput_receiver(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    int count = count_addresses(arguments->endpoint);
    receiver_t *receivers = calloc(count, sizeof *receivers);
    char *addresses = strdup(arguments->endpoint), *rest = NULL;
    check(receivers != NULL && addresses != NULL, "calloc");
    char *address = strtok_r(addresses, ",", &rest);
    printf("ENDPOINT");
    for (int i = 0; i < count; i++, address = strtok_r(NULL, ",", &rest)) {
        receivers[i].arguments = arguments;
        receivers[i].socket = open_receiver(context, arguments);
        if (arguments->is_connecting) {
            connect_socket(receivers[i].socket, address);
            printf(" %s", address);
        } else {
            char *endpoint = bind_socket(receivers[i].socket, address);
            printf(" %s", endpoint);
            free(endpoint);
        }
    }
    printf("\n");
    fflush(stdout);
    received_t found = receive_together(receivers, count);
    tell(&found, arguments);
    printf("\n");
    fflush(stdout);
    for (int i = 0; i < count; i++)
        zmq_close(receivers[i].socket);
    free(receivers);
    free(addresses);
    zmq_ctx_term(context);
}

/* Connects to every receiver; of PUB/SUB waits until all have subscribed. */
static void *open_sender(void *context, const arguments_t *arguments)
{
    int on = 1;
    if (arguments->pattern == ROUTER_DEALER) {
        void *socket = open_router(context, arguments);
        check(zmq_setsockopt(socket, ZMQ_CONNECT_ROUTING_ID, PEER, PEER_LENGTH) == 0, "ZMQ_CONNECT_ROUTING_ID");
        connect_socket(socket, arguments->endpoint);
        return socket;
    }
    if (arguments->pattern != PUB_SUB) {
        void *socket = open_socket(context, arguments, arguments->pattern == PUSH_PULL ? ZMQ_PUSH : ZMQ_DEALER);
        connect_socket(socket, arguments->endpoint);
        return socket;
    }
    void *socket = open_socket(context, arguments, ZMQ_XPUB);
    check(zmq_setsockopt(socket, ZMQ_XPUB_NODROP, &on, sizeof on) == 0, "ZMQ_XPUB_NODROP");
    check(zmq_setsockopt(socket, ZMQ_XPUB_VERBOSE, &on, sizeof on) == 0, "ZMQ_XPUB_VERBOSE");
    int count = count_addresses(arguments->endpoint);
    char *addresses = strdup(arguments->endpoint), *rest = NULL;
    check(addresses != NULL, "strdup");
    for (char *address = strtok_r(addresses, ",", &rest); address; address = strtok_r(NULL, ",", &rest))
        connect_socket(socket, address);
    free(addresses);
    for (int i = 0; i < count; i++) {
        char subscription[16];
        if (zmq_recv(socket, subscription, sizeof subscription, 0) < 0)
            fail("zmq_recv failed");
    }
    return socket;
}

void throughput_sender(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    void *socket = open_sender(context, arguments);
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    uint64_t sent = join_senders(start_senders(arguments, socket, &lock), arguments->threads);
    printf("RESULT size=%d parts=%d sent=%" PRIu64 "\n", arguments->size, arguments->parts, sent);
    fflush(stdout);
    await_stop();
    zmq_close(socket);
    zmq_ctx_term(context);
}

void throughput_inproc(const arguments_t *given)
{
    arguments_t arguments = *given;
    arguments.endpoint = "inproc://throughput";
    void *context = open_context(&arguments);
    receiver_t receiver = {.socket = open_receiver(context, &arguments), .arguments = &arguments};
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    free(bind_socket(receiver.socket, arguments.endpoint));
    check(pthread_create(&receiver.thread, NULL, receive_on_thread, &receiver) == 0, "pthread_create");
    void *out = open_sender(context, &arguments);
    uint64_t sent = join_senders(start_senders(&arguments, out, &lock), arguments.threads);
    check(pthread_join(receiver.thread, NULL) == 0, "pthread_join");
    tell(&receiver.found, &arguments);
    printf(" sent=%" PRIu64 "\n", sent);
    zmq_close(out);
    zmq_close(receiver.socket);
    zmq_ctx_term(context);
}
