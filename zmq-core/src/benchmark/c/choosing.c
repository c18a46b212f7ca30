#include "common.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { MESSAGES = 1 << 14, TOPIC_LENGTH = 16, ID_LENGTH = 8, STEP = 7919, SEND_BUFFER = 4096 };
static const uint64_t SPREADING = UINT64_C(0x9E3779B97F4A7C15);

/* The topic of MatchingPublisher on the Java side. */
static void write_topic(char *topic, int number)
{
    char text[TOPIC_LENGTH + 1];
    snprintf(text, sizeof text, "quotes.%09d", number);
    memcpy(topic, text, TOPIC_LENGTH);
}

/* Memory of this process that is in use, in bytes. */
static int64_t resident_bytes(void)
{
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    check(file != NULL && fscanf(file, "%ld %ld", &pages, &resident) == 2, "/proc/self/statm");
    fclose(file);
    return (int64_t) resident * sysconf(_SC_PAGESIZE);
}

static uint64_t publish_topics(void *socket, const char *topics, int64_t nanos)
{
    uint64_t sent = 0;
    int64_t start = now_ns();
    do {
        for (int i = 0; i < MESSAGES; i++) {
            if (zmq_send(socket, topics + (size_t) i * TOPIC_LENGTH, TOPIC_LENGTH, 0) < 0)
                fail("zmq_send failed");
        }
        sent += MESSAGES;
    } while (now_ns() - start < nanos);
    return sent;
}

void matching_publisher(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    void *socket = open_publisher(context, arguments, 0);
    for (int i = 0; i < arguments->topics; i++) {
        char subscription[1 + TOPIC_LENGTH];
        if (zmq_recv(socket, subscription, sizeof subscription, 0) < 0)
            fail("zmq_recv failed");
    }
    int64_t memory = resident_bytes();
    char *topics = malloc((size_t) MESSAGES * TOPIC_LENGTH);
    check(topics != NULL, "malloc");
    for (uint64_t i = 0; i < MESSAGES; i++)
        write_topic(topics + i * TOPIC_LENGTH, (int) ((i * SPREADING >> 32) % (uint64_t) arguments->topics));
    publish_topics(socket, topics, arguments->warm_up_ns);
    int64_t start = now_ns();
    uint64_t sent = publish_topics(socket, topics, arguments->measured_ns);
    printf("RESULT measured=%" PRIu64 " nanos=%" PRId64 " memory=%" PRId64 "\n", sent, now_ns() - start, memory);
    fflush(stdout);
    await_stop();
    free(topics);
    zmq_close(socket);
    zmq_ctx_term(context);
}

typedef struct {
    void *socket;
    unsigned char *ids;
    unsigned char *body;
    const arguments_t *arguments;
    int next;
    uint64_t offered;
    uint64_t taken;
} chooser_t;

/* Gives how many peers had room. */
static int offer_to_each(chooser_t *chooser)
{
    int taken = 0;
    for (int i = 0; i < chooser->arguments->peers; i++) {
        const unsigned char *id = chooser->ids + (size_t) chooser->next * ID_LENGTH;
        if (zmq_send(chooser->socket, id, ID_LENGTH, ZMQ_SNDMORE | ZMQ_DONTWAIT) == ID_LENGTH) {
            if (zmq_send(chooser->socket, chooser->body, chooser->arguments->size, 0) < 0)
                fail("zmq_send failed");
            taken++;
        } else if (zmq_errno() != EAGAIN)
            fail("zmq_send failed");
        chooser->next = (chooser->next + STEP) % chooser->arguments->peers;
    }
    return taken;
}

static void offer_for(chooser_t *chooser, int64_t nanos)
{
    int64_t start = now_ns();
    chooser->offered = 0;
    chooser->taken = 0;
    do {
        chooser->taken += offer_to_each(chooser);
        chooser->offered += chooser->arguments->peers;
    } while (now_ns() - start < nanos);
}

static int has_room(const chooser_t *chooser)
{
    return chooser->taken > chooser->offered / 100;
}

static void await_peer(void *socket)
{
    zmq_msg_t message;
    zmq_msg_init(&message);
    do {
        if (zmq_msg_recv(&message, socket, 0) < 0)
            fail("zmq_msg_recv failed");
    } while (zmq_msg_more(&message));
    zmq_msg_close(&message);
}

void peer_chooser(const arguments_t *arguments)
{
    void *context = open_context(arguments);
    int send_buffer = SEND_BUFFER;
    chooser_t chooser = {
        .socket = open_router(context, arguments),
        .ids = malloc((size_t) arguments->peers * ID_LENGTH),
        .body = calloc(1, arguments->size),
        .arguments = arguments,
    };
    check(chooser.ids != NULL && chooser.body != NULL, "malloc");
    check(zmq_setsockopt(chooser.socket, ZMQ_SNDBUF, &send_buffer, sizeof send_buffer) == 0, "ZMQ_SNDBUF");
    char *endpoint = bind_socket(chooser.socket, arguments->endpoint);
    printf("ENDPOINT %s\n", endpoint);
    fflush(stdout);
    free(endpoint);
    for (int i = 0; i < arguments->peers; i++) {
        await_peer(chooser.socket);
        write_header(chooser.ids + (size_t) i * ID_LENGTH, header_of(MEASURED, 0, i));
    }
    do
        offer_for(&chooser, arguments->warm_up_ns);
    while (has_room(&chooser));
    int64_t start = now_ns();
    offer_for(&chooser, arguments->measured_ns);
    int64_t nanos = now_ns() - start;
    if (has_room(&chooser))
        fail("peers have room: taken=%" PRIu64 ", offered=%" PRIu64, chooser.taken, chooser.offered);
    printf("RESULT measured=%" PRIu64 " nanos=%" PRId64 "\n", chooser.offered, nanos);
    fflush(stdout);
    await_stop();
    free(chooser.ids);
    free(chooser.body);
    zmq_close(chooser.socket);
    zmq_ctx_term(context);
}
