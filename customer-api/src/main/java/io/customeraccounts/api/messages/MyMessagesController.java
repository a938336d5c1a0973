package io.customeraccounts.api.messages;

import static io.customeraccounts.api.problems.ProblemType.MESSAGE_NOT_FOUND;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.messages.MessageCommand.AcknowledgeMessage;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.projections.messages.Messages;
import io.customeraccounts.projections.messages.UnreadMessage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Me")
@RestController
@RequestMapping(path = "/api/v1/me/messages", produces = MediaType.APPLICATION_JSON_VALUE)
class MyMessagesController {

    private final CommandTransaction commands;
    private final Messages messages;

    MyMessagesController(CommandTransaction commands, Messages messages) {
        this.commands = commands;
        this.messages = messages;
    }

    @Schema(name = "MyMessage", description = "A message that you are to read.")
    record MyMessageJson(
            UUID id,
            UUID customerId,
            @Schema(example = "ACME GmbH") String customerName,
            @Schema(example = "Birch Consulting") String partnerName,
            MessageKind kind,

            @Schema(
                    description = "Plain text, of one or several lines.",
                    example = "On Sunday the platform is updated.")
            String text,

            Instant sentAt) {

        static MyMessageJson of(UnreadMessage unread) {
            var message = unread.message();
            return new MyMessageJson(
                    message.id().value(),
                    message.customerId().value(),
                    unread.customerName(),
                    unread.partnerName(),
                    message.kind(),
                    message.text(),
                    message.sentAt());
        }
    }

    @Operation(
            summary = "Messages for me",
            description =
                    "What partners have written to the users of your customers, as long as you, or somebody where one is enough, have not read it; the earliest first, at most 50.")
    @GetMapping
    Answer<PageJson<MyMessageJson>> list(Caller.Person caller) {
        return Answer.ok(new PageJson<>(
                messages.unread(caller.profile().personId()).stream()
                        .map(MyMessageJson::of)
                        .toList(),
                null));
    }

    @Operation(
            summary = "Say that I have read a message",
            description = "Once more succeeds, and so does a message that another has read where one is enough.")
    @MayAnswer(MESSAGE_NOT_FOUND)
    @PostMapping("/{messageId}/acknowledge")
    Answer<Void> acknowledge(Caller.Person caller, @PathVariable MessageId messageId, Write write) {
        var message =
                messages.find(caller.profile().personId(), messageId).orElseThrow(() -> Problem.of(MESSAGE_NOT_FOUND));
        return commands.send(
                write, new AcknowledgeMessage(message.customerId(), messageId, caller.actor()), Answer::noContent);
    }
}
