/**
 * Internal. Requests and replies over DEALER and ROUTER, any number at a time:
 *
 * <pre>
 *   RequesterCore ──► RequestDispatcher ──►  DEALER  ══►  ROUTER  ──► RequestIntake ──► ResponderCore ──► handler
 *        │  SlotTable                          ║            ║                             │  SlotTable
 *   RequestFuture ◄── ReplyReader ◄────────────╝            ╚════════◄═ ReplyRouter ◄── OpenRequest
 * </pre>
 *
 * <p>A request goes out behind a number of 8 bytes and an empty frame, both of which a peer puts ahead of its reply
 * (28/REQREP); the number leads to the slot of the request. One thread at a time receives the replies of all: a caller
 * that waits for its own, or else the {@link io.zmqspring.core.request.RequesterWorker}.
 */
@NullMarked
package io.zmqspring.core.request;

import org.jspecify.annotations.NullMarked;
