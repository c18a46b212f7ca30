package io.zmqspring.docs.testing;

/** What comes in. */
record Order(String what, int count) {}
