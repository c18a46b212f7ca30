/** What is observed of listeners: names, keys and a convention that may be replaced. */
@NullMarked
package io.zmqspring.listener.observation;

import org.jspecify.annotations.NullMarked;
