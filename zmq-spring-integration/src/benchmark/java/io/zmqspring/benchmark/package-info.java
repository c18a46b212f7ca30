/** What adapters, gateways and channels cost beside the engine and spring-integration-zeromq. */
package io.zmqspring.benchmark;
