package io.zmqspring.core.monitor;

/**
 * Counters of a responder since it was created; a snapshot whose numbers may be of slightly different instants.
 *
 * @param requests given to the handler, or about to be
 * @param open of those, neither replied to nor given up
 * @param answered replies queued for their peer; the peer may have the reply an instant before it is counted
 * @param undeliverable replies that were dropped: the peer had departed, or had no room
 * @param departed requests whose peer departed before the reply
 * @param givenUp requests that will not be replied to: given up by the application, or left without a reply by a
 *     handler that failed
 * @param failed times the handler threw
 * @param malformed messages that are no request, without the empty frame ahead of the body; dropped
 */
public record ResponderCounters(
        long requests,
        long open,
        long answered,
        long undeliverable,
        long departed,
        long givenUp,
        long failed,
        long malformed) {}
