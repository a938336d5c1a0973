package io.customeraccounts.api.messages;

import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;
import static io.customeraccounts.api.security.Question.ENTER_MANAGED_CUSTOMER;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.messages.MessageCommand.SendMessage;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.domain.values.MessageText;
import io.customeraccounts.projections.messages.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Messages")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/messages", produces = MediaType.APPLICATION_JSON_VALUE)
class MessagesController {

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final Messages messages;

    MessagesController(Permissions permissions, CommandTransaction commands, Messages messages) {
        this.permissions = permissions;
        this.commands = commands;
        this.messages = messages;
    }

    @Operation(
            summary = "List messages to the users of a managed customer",
            description = "For users of the partner that manages it. The newest first, with how many have read each.")
    @GetMapping
    Answer<PageJson<MessageJson>> list(Caller caller, @PathVariable CustomerId customerId, Paging paging) {
        permissions.require(ENTER_MANAGED_CUSTOMER, caller, customerId);
        return PageJson.of(paging, request -> messages.page(customerId, request), MessageJson::of);
    }

    @Operation(
            summary = "Send a message to the users of a managed customer",
            description =
                    "For users of the partner that manages it. Shown to those who are users now when they sign in, for 90 days: until each has read it, or until the first has. Needs the header Reason.")
    @MayAnswer({CUSTOMER_CLOSED, REASON_REQUIRED})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<MessageJson> send(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<SendMessageRequest> body) {
        var actor = permissions.require(ENTER_MANAGED_CUSTOMER, caller, customerId);
        var request = body.read();
        var fields = new Fields();
        var kind = fields.required(
                "/kind", request.kind(), Fields.constant(MessageKind.class, new NotThis("not-a-message-kind")));
        var text = fields.required("/text", request.text(), MessageText::new);
        fields.check();
        var id = Ids.newMessage();
        return commands.send(write, new SendMessage(customerId, id, actor, kind.get(), text.get()), () -> {
            var row = messages.find(id).orElseThrow(Problem::notFound);
            return Answer.created(URI.create("/api/v1/customers/" + customerId + "/messages"), MessageJson.of(row));
        });
    }
}
