package io.zmqspring.sample.jupyter;

import tools.jackson.databind.JsonNode;

/**
 * A message from or to a kernel.
 *
 * @param header has {@code msg_id} and {@code msg_type}
 * @param parent the header of the message that it belongs to, such as the request of a reply; empty when there is none
 * @param content depends on the type
 */
record KernelMessage(JsonNode header, JsonNode parent, JsonNode content) {

    String id() {
        return header.path("msg_id").asString("");
    }

    String type() {
        return header.path("msg_type").asString("");
    }

    /** {@return the id of the message that it belongs to, or an empty text} */
    String parentId() {
        return parent.path("msg_id").asString("");
    }

    /** {@return a text of the content, or an empty one} */
    String text(String name) {
        return content.path(name).asString("");
    }
}
