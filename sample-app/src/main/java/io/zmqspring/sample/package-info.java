/**
 * An application to read first: one package for each pattern, each with a file of sockets beside it in {@code
 * src/main/resources}.
 *
 * <pre>
 *   words      PUSH to PULL, and the controller that sends      words.yml
 *   market     PUB to SUB, by topics                            market.yml
 *   pipeline   PUSH to workers that come and go, and back       pipeline.yml
 *   request    requests to two responders, failover             request.yml
 *   bus        an XSUB/XPUB proxy that anybody may join         bus.yml
 *   flow       Spring Integration between two sockets           flow.yml
 *   jupyter    a Python kernel over its five sockets            application-jupyter.yml
 *   page       what the page at / shows and does
 * </pre>
 *
 * <p>Without a profile everything runs in one process. With the profile {@code hub} the workers and responders are
 * missing, and with {@code worker} there is nothing else: see {@code application-hub.yml} and {@code
 * application-worker.yml}. The kernel is there with the profile {@code jupyter} only.
 */
@NullMarked
package io.zmqspring.sample;

import org.jspecify.annotations.NullMarked;
