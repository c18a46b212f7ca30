/**
 * Health of named sockets and listener containers, for applications with Spring Boot's health module. Both appear below
 * {@code zmq}.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
