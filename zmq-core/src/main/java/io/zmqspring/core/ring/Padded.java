package io.zmqspring.core.ring;

/**
 * For objects whose fields one thread changes with every message: 112 bytes before these fields, so that they share no
 * cache line with the object before, which may be the one that another thread changes with every message.
 */
public abstract class Padded {
    long p0;
    long p1;
    long p2;
    long p3;
    long p4;
    long p5;
    long p6;
    long p7;
    long p8;
    long p9;
    long p10;
    long p11;
    long p12;
    long p13;

    /** Creates it. */
    protected Padded() {}
}
