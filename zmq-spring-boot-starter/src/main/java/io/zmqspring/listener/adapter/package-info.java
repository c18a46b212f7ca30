/**
 * From a ZeroMQ message to the call of a listener method, and from its result to a reply. Arguments are resolved as in
 * spring-messaging.
 */
@NullMarked
package io.zmqspring.listener.adapter;

import org.jspecify.annotations.NullMarked;
