package io.customeraccounts.api.signup;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "Registration")
record RegistrationRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Anna Schmidt") @Nullable
        String fullName,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "anna@example.org") @Nullable
        String email,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description =
                        "12 to 128 characters; common passwords, and those made of the name or the address, are refused.",
                example = "a lighthouse in the fog")
        @Nullable
        String password,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "ACME GmbH") @Nullable
        String companyName,

        @Schema(description = "In which mails are written: en or de; that of the request if absent.", example = "en")
        @Nullable
        String language) {

    Registration.Request check(Language otherwise) {
        var fields = new Fields();
        var name = fields.required("/fullName", fullName, FullName::new);
        var address = fields.required("/email", email, EmailAddress::parse);
        var company = fields.required("/companyName", companyName, CustomerName::new);
        var secret = fields.required("/password", password, text -> password(text, fullName, email, companyName));
        var wanted = fields.optional("/language", language, Fields::language);
        fields.check();
        return new Registration.Request(
                name.get(),
                address.get(),
                secret.get(),
                company.get(),
                wanted.orNull() == null ? otherwise : wanted.get());
    }

    /** @param about what the password must not be made of; absent where not given */
    static NewPassword password(String text, @Nullable String... about) {
        var password = NewPassword.parse(text);
        for (var words : about) {
            if (words != null) {
                password.refuseIfMadeOf(words);
            }
        }
        return password;
    }

    @Override
    public String toString() {
        return "RegistrationRequest[hidden]";
    }
}
