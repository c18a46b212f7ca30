package io.zmqspring.docs;

/** What pages send and receive. */
public record Order(String what, int count) {}
