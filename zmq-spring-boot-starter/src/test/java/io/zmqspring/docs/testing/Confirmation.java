package io.zmqspring.docs.testing;

/** What goes out. */
record Confirmation(String text) {}
