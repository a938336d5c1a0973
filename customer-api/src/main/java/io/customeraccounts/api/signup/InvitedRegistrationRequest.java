package io.customeraccounts.api.signup;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Secret;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "RegistrationByInvitation")
record InvitedRegistrationRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The last part of the link in the invitation mail.")
        @Nullable
        String secret,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Ben Bauer") @Nullable
        String fullName,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description =
                        "12 to 128 characters; common passwords, and those made of the name or the address, are refused.",
                example = "rain on a tin roof")
        @Nullable
        String password,

        @Schema(description = "In which mails are written: en or de; that of the request if absent.", example = "de")
        @Nullable
        String language) {

    record Checked(Secret secret, FullName fullName, NewPassword password, Language language) {}

    Checked check(Language otherwise) {
        var fields = new Fields();
        var link = fields.required("/secret", secret, Secret::new);
        var name = fields.required("/fullName", fullName, FullName::new);
        var chosen = fields.required("/password", password, text -> RegistrationRequest.password(text, fullName));
        var wanted = fields.optional("/language", language, Fields::language);
        fields.check();
        return new Checked(link.get(), name.get(), chosen.get(), wanted.orNull() == null ? otherwise : wanted.get());
    }

    @Override
    public String toString() {
        return "InvitedRegistrationRequest[hidden]";
    }
}
