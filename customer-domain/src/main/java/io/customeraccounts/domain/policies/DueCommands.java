package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.Command;
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

    void send(DueSheet.Kind kind, Instant now, Function<DueSheet.Due, ? extends Command> command) {
        DueWork.doAll(sheet, kind, now, due -> send(command.apply(due), due.cause()));
    }

    /** Leaves the entries on the sheet, so that the command is sent again until an event takes them away. */
    void sendUntilRemoved(DueSheet.Kind kind, Instant now, Function<DueSheet.Due, ? extends Command> command) {
        DueWork.doAll(limit -> sheet.claim(kind, now, limit), due -> send(command.apply(due), due.cause()));
    }

    private void send(Command command, String cause) {
        commands.sendAndWait(new GenericCommandMessage<>(command).withMetaData(Map.of(EventOrigin.CAUSE, cause)));
    }
}
