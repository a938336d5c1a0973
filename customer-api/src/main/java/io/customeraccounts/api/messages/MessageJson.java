package io.customeraccounts.api.messages;

import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.projections.messages.MessageRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

@Schema(name = "Message", description = "A message to the users of a customer, from the partner that manages it.")
record MessageJson(
        UUID id,
        MessageKind kind,

        @Schema(description = "Plain text, of one or several lines.", example = "On Sunday the platform is updated.")
        String text,

        Instant sentAt,

        @Schema(description = "How many users have read it; one at most where one is enough.")
        int readers) {

    static MessageJson of(MessageRow row) {
        return new MessageJson(row.id().value(), row.kind(), row.text(), row.sentAt(), row.readers());
    }
}
