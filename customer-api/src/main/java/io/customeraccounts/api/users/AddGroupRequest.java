package io.customeraccounts.api.users;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.domain.groups.GroupCommand.AddGroup;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Permission;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@Schema(name = "AddGroup")
record AddGroupRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "BILLING_READER") @Nullable
        String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                implementation = CustomerKind.class,
                description = "Whose users may have it.")
        @Nullable
        String kind,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                requiredMode = Schema.RequiredMode.REQUIRED,
                                description = "What it allows; at least one."),
                schema = @Schema(implementation = Permission.class))
        @Nullable
        List<@Nullable String> permissions) {

    AddGroup command(Actor actor) {
        var fields = new Fields();
        var group = fields.required("/name", name, AddGroupRequest::nameOf);
        var of = fields.required("/kind", kind, Fields.constant(CustomerKind.class, new NotThis("not-a-kind")));
        var allowed = new ArrayList<Supplier<Permission>>();
        for (var permission : permissions == null ? List.<@Nullable String>of() : permissions) {
            allowed.add(fields.required(
                    "/permissions/" + allowed.size(),
                    permission,
                    Fields.constant(Permission.class, new NotThis("not-a-permission"))));
        }
        if (allowed.isEmpty()) {
            fields.invalid("/permissions", new NotThis("permissions-missing"));
        }
        fields.check();
        var all = allowed.stream().map(Supplier::get).collect(Collectors.toSet());
        if (of.get() != CustomerKind.PARTNER && all.stream().anyMatch(Permission::isOverManagedCustomers)) {
            fields.invalid("/permissions", new NotThis("permission-of-partners"));
            fields.check();
        }
        return new AddGroup(actor, group.get(), of.get(), all);
    }

    private static GroupName nameOf(String text) {
        if (!GroupName.isWellFormed(text)) {
            throw new NotThis("not-a-group-name");
        }
        return new GroupName(text);
    }
}
