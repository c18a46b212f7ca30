package io.zmqspring.boot.test.orders;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of the test of the slice. */
@SpringBootApplication
public class OrdersApplication {}
