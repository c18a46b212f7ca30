package io.zmqspring.core.request;

/** An element of a {@link SlotTable}. */
interface Numbered {

    /** {@return its number} */
    long number();

    /** @param number never used before in the table */
    void number(long number);
}
