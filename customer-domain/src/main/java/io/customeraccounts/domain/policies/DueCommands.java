package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.customer.CustomerCommand;
import io.customeraccounts.domain.events.EventOrigin;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/** Sends a command for everything that is due, each in a transaction of its own. */
final class DueCommands {

    private final DueSheet sheet;
    private final CommandGateway commands;

    DueCommands(DueSheet sheet, CommandGateway commands) {
        this.sheet = sheet;
        this.commands = commands;
    }

    void send(DueSheet.Kind kind, Instant now, Function<DueSheet.Due, CustomerCommand> command) {
        DueWork.doAll(
                sheet,
                kind,
                now,
                due -> commands.sendAndWait(new GenericCommandMessage<>(command.apply(due))
                        .withMetaData(Map.of(EventOrigin.CAUSE, due.cause()))));
    }
}
