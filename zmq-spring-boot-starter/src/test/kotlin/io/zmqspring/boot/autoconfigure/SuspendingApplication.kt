package io.zmqspring.boot.autoconfigure

import io.zmqspring.annotation.ZmqListener
import org.springframework.boot.autoconfigure.ImportAutoConfiguration
import org.springframework.context.annotation.Configuration

/** An application with a suspend function as listener, which needs libraries that may be missing. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(ZmqAutoConfiguration::class)
class SuspendingApplication {

    @ZmqListener("in")
    suspend fun on(text: String) = println(text)
}
