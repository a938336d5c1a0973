package io.customeraccounts.api.privacy;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.privacy.PersonDataJson.SignInJson;
import io.customeraccounts.api.security.AccountCallers;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.projections.privacy.PersonData;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Privacy")
@RestController
@RequestMapping(path = "/api/v1/me/data", produces = MediaType.APPLICATION_JSON_VALUE)
class MyDataController {

    private final PersonData data;
    private final ObjectProvider<AccountCallers> accounts;
    private final Clock clock;

    MyDataController(PersonData data, ObjectProvider<AccountCallers> accounts, Clock clock) {
        this.data = data;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Operation(
            summary = "My data",
            description =
                    "Which data are stored about you, and where; a file for you to keep. Names and addresses in events are encrypted with your key, which is destroyed when you are erased.")
    @GetMapping
    Answer<PersonDataJson> show(Caller.Person caller) {
        var profile = caller.profile();
        var account =
                accounts.stream().anyMatch(it -> it.account(profile.personId()).isPresent());
        var signIn = new SignInJson(
                profile.fullName().value(),
                Stream.concat(profile.verified().stream(), profile.unverified().stream())
                        .map(EmailAddress::original)
                        .sorted()
                        .toList(),
                profile.language().name().toLowerCase(Locale.ROOT),
                account);
        return Answer.ok(PersonDataJson.of(data, profile.personId(), clock.instant(), signIn, customer -> true, true))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"");
    }
}
