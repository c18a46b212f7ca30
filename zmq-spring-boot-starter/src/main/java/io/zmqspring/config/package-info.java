/**
 * How listeners become containers: an endpoint describes one, a factory creates its container, the registry keeps the
 * containers and registers each as a bean, the registrar collects endpoints until the application context has its
 * beans.
 */
@NullMarked
package io.zmqspring.config;

import org.jspecify.annotations.NullMarked;
