/** Service connections to containers of Testcontainers. */
@NullMarked
package io.zmqspring.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
