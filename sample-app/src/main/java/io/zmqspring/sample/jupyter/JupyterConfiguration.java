package io.zmqspring.sample.jupyter;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Beans of the profile beside its components: the signing key, the kernel process, and the filter of web requests. */
@Configuration(proxyBeanMethods = false)
@JupyterProfile
@EnableConfigurationProperties(JupyterProperties.class)
class JupyterConfiguration implements WebMvcConfigurer {

    @Bean
    Signer signer() {
        return Signer.random();
    }

    @Bean
    KernelLauncher kernelLauncher(JupyterProperties properties, JsonMapper json) {
        return key -> LocalKernel.start(properties, key, json);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new SameOriginOnly()).addPathPatterns("/jupyter/**");
    }
}
