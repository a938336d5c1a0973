package io.customeraccounts.api.invitations;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.domain.values.Secret;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "InvitationSecret")
record SecretRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The last part of the link in the invitation mail.")
        @Nullable
        String secret) {

    /** Any text may be asked about: one that is no secret is no invitation's. */
    Secret check() {
        var fields = new Fields();
        var checked = fields.required("/secret", secret, Secret::new);
        fields.check();
        return checked.get();
    }

    @Override
    public String toString() {
        return "SecretRequest[hidden]";
    }
}
