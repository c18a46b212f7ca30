package io.zmqspring.docs;

/** What pages publish and ask for. */
public record Price(String symbol, int cents) {}
