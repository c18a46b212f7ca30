package io.zmqspring.docs.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application that {@code testing.md} tests. */
@SpringBootApplication
public class OrdersApplication {}
