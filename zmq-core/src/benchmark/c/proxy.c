#include "common.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

typedef struct {
    void *front;
    void *back;
} proxy_t;

static void *run_proxy(void *argument)
{
    proxy_t *sockets = argument;
    zmq_proxy(sockets->front, sockets->back, NULL);
    return NULL;
}

/* Moves messages between XSUB and XPUB, or between ROUTER and DEALER, until it is stopped. */
void proxy(const arguments_t *arguments)
{
    int on = 1, is_topics = arguments->pattern == PUB_SUB;
    void *context = open_context(arguments);
    proxy_t sockets = {
        .front = open_socket(context, arguments, is_topics ? ZMQ_XSUB : ZMQ_ROUTER),
        .back = open_socket(context, arguments, is_topics ? ZMQ_XPUB : ZMQ_DEALER),
    };
    check(!is_topics || zmq_setsockopt(sockets.back, ZMQ_XPUB_NODROP, &on, sizeof on) == 0, "ZMQ_XPUB_NODROP");
    char *front = bind_socket(sockets.front, arguments->endpoint);
    char *back = bind_socket(sockets.back, arguments->endpoint_back);
    printf("ENDPOINT %s %s\n", front, back);
    fflush(stdout);
    free(front);
    free(back);
    pthread_t thread;
    check(pthread_create(&thread, NULL, run_proxy, &sockets) == 0, "pthread_create");
    await_stop();
    check(zmq_ctx_shutdown(context) == 0, "zmq_ctx_shutdown");
    check(pthread_join(thread, NULL) == 0, "pthread_join");
    zmq_close(sockets.front);
    zmq_close(sockets.back);
    zmq_ctx_term(context);
}
