/**
 * An integration flow between two sockets: prices come in by subscription, a filter lets those through that have moved
 * far, and each of those goes out as the text of an alert.
 */
@NullMarked
package io.zmqspring.sample.flow;

import org.jspecify.annotations.NullMarked;
