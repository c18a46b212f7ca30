package io.zmqspring.boot.test.orders;

import org.springframework.stereotype.Service;

/** Is not for the slice. */
@Service
class NotOurs {}
