/**
 * Our sockets against those of others: two versions of libzmq in a container, JeroMQ in this process, each over every
 * transport both speak and with either side binding. What differs between the libraries ends at {@code Peer} and
 * {@code Rendezvous}.
 */
@NullMarked
package io.zmqspring.core.interop;

import org.jspecify.annotations.NullMarked;
