package io.zmqspring.boot.autoconfigure;

import io.zmqspring.core.lifecycle.SocketDefinition;
import io.zmqspring.socket.RequesterDefinition;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;

/** Puts the endpoints of {@link ZmqConnectionDetails} into definitions. */
final class ServiceEndpoints {

    private final List<ZmqConnectionDetails> all;

    ServiceEndpoints(ZmqProperties properties, ObjectProvider<ZmqConnectionDetails> details) {
        all = new ArrayList<>(details.orderedStream().toList());
        if (properties.getTest().isInproc()) {
            all.add(new InprocEndpoints());
        }
    }

    SocketDefinition of(SocketDefinition definition) {
        return new SocketDefinition(
                definition.name(),
                definition.type(),
                bind(definition.name(), definition.bind()),
                connect(definition.name(), definition.connect()),
                definition.topics(),
                definition.options());
    }

    RequesterDefinition of(RequesterDefinition definition) {
        return new RequesterDefinition(
                definition.name(),
                bind(definition.name(), definition.bind()),
                connect(definition.name(), definition.connect()),
                definition.options());
    }

    private List<String> bind(String name, List<String> configured) {
        List<String> endpoints = configured;
        for (ZmqConnectionDetails details : all) {
            endpoints = details.getBind(name, endpoints);
        }
        return endpoints;
    }

    private List<String> connect(String name, List<String> configured) {
        List<String> endpoints = configured;
        for (ZmqConnectionDetails details : all) {
            endpoints = details.getConnect(name, endpoints);
        }
        return endpoints;
    }
}
