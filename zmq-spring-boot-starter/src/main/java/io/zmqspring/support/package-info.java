/**
 * Names and exceptions that several packages share: bean names, lifecycle phases. The lowest floor of the
 * Spring side; imports nothing of it.
 */
@NullMarked
package io.zmqspring.support;

import org.jspecify.annotations.NullMarked;
