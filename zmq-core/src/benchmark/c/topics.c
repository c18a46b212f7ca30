#include "common.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

enum { MESSAGES_PER_CLOCK_READ = 64, TOPIC_LENGTH = 16, ROUNDS = 6, MAX_TOPIC = 64 };
static const uint64_t SPREADING = UINT64_C(0x9E3779B97F4A7C15);

/* Sends to one topic after the other for a time, and gives how long it was. */
static int64_t publish_for(void *socket, unsigned char *body, const arguments_t *arguments, int64_t nanos,
                           uint64_t *sent)
{
    int64_t start = now_ns(), now = start;
    while (now - start < nanos) {
        for (int i = 0; i < MESSAGES_PER_CLOCK_READ; i++) {
            write_header(body, header_of(MEASURED, 0, (*sent)++ % arguments->subscribers));
            if (zmq_send(socket, body, arguments->size, 0) < 0)
                fail("zmq_send failed");
        }
        now = now_ns();
    }
    return now - start;
}

void topic_publisher(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    void *socket = open_publisher(context, arguments, 1);
    for (int i = 0; i < arguments->subscribers; i++) {
        char subscription[MAX_TOPIC];
        if (zmq_recv(socket, subscription, sizeof subscription, 0) < 0)
            fail("zmq_recv failed");
    }
    unsigned char *body = calloc(1, arguments->size);
    check(body != NULL, "calloc");
    uint64_t sent = 0;
    publish_for(socket, body, arguments, arguments->warm_up_ns, &sent);
    uint64_t before = sent;
    int64_t nanos = publish_for(socket, body, arguments, arguments->measured_ns, &sent);
    printf("RESULT size=%d parts=1 measured=%" PRIu64 " nanos=%" PRId64 "\n", arguments->size, sent - before, nanos);
    fflush(stdout);
    await_stop();
    free(body);
    zmq_close(socket);
    zmq_ctx_term(context);
}

void subscriptions_publisher(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    void *socket = open_publisher(context, arguments, 1);
    unsigned char *body = calloc(1, arguments->size);
    check(body != NULL, "calloc");
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t header;
        do {
            unsigned char subscription[MAX_TOPIC];
            if (zmq_recv(socket, subscription, sizeof subscription, 0) < 1 + HEADER_LENGTH)
                fail("zmq_recv failed");
            header = read_header(subscription + 1);
        } while (header >> PHASE_SHIFT != END);
        write_header(body, header);
        if (zmq_send(socket, body, arguments->size, 0) < 0)
            fail("zmq_send failed");
    }
    free(body);
    zmq_close(socket);
    zmq_ctx_term(context);
}

static void set_all(void *socket, int option, const unsigned char *topics, int count)
{
    for (int i = 0; i < count; i++)
        check(zmq_setsockopt(socket, option, topics + (size_t) i * TOPIC_LENGTH, TOPIC_LENGTH) == 0, "a subscription");
}

static void await_known(void *socket, const arguments_t *arguments, uint64_t end)
{
    unsigned char topic[HEADER_LENGTH];
    write_header(topic, end);
    check(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic, sizeof topic) == 0, "ZMQ_SUBSCRIBE");
    unsigned char *body = malloc(arguments->size);
    check(body != NULL, "malloc");
    if (zmq_recv(socket, body, arguments->size, 0) != arguments->size || read_header(body) != end)
        fail("not what was subscribed to");
    free(body);
}

void subscriptions_subscriber(const arguments_t *arguments)
{
    unsigned char *topics = malloc((size_t) arguments->topics * TOPIC_LENGTH);
    check(topics != NULL, "malloc");
    for (int i = 0; i < arguments->topics; i++) {
        uint64_t header = header_of(MEASURED, 0, i);
        write_header(topics + (size_t) i * TOPIC_LENGTH, header);
        write_header(topics + (size_t) i * TOPIC_LENGTH + HEADER_LENGTH, header * SPREADING);
    }
    void *context = open_context(arguments);
    void *socket = open_socket(context, arguments, ZMQ_SUB);
    connect_socket(socket, arguments->endpoint);
    for (int round = 1; round < ROUNDS; round++) {
        set_all(socket, ZMQ_SUBSCRIBE, topics, arguments->topics);
        set_all(socket, ZMQ_UNSUBSCRIBE, topics, arguments->topics);
        await_known(socket, arguments, header_of(END, 0, round));
    }
    int64_t start = now_ns();
    set_all(socket, ZMQ_SUBSCRIBE, topics, arguments->topics);
    await_known(socket, arguments, header_of(END, 0, ROUNDS));
    printf("RESULT size=%d parts=1 measured=%d nanos=%" PRId64 "\n", arguments->size, arguments->topics,
           now_ns() - start);
    fflush(stdout);
    free(topics);
    zmq_close(socket);
    zmq_ctx_term(context);
}
