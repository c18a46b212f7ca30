/**
 * Requests and replies: a number is asked for its prime factors, and one of the responders answers. When that is gone,
 * or does not answer in time, the request goes to another; {@code request.yml} says how often and how long.
 */
@NullMarked
package io.zmqspring.sample.request;

import org.jspecify.annotations.NullMarked;
