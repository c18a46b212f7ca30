/** Service connections to services of Docker Compose. */
@NullMarked
package io.zmqspring.boot.docker.compose;

import org.jspecify.annotations.NullMarked;
