package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Language;
import java.util.Optional;
import java.util.UUID;

/** Knows who it is that is signed in in a browser. */
interface BrowserCallers {

    /** @param id of the account, or of the person where people sign in elsewhere; empty if there is none any more */
    Optional<Caller.Person> person(UUID id);

    /** The language that the person has chosen for all that is said to them; empty if they have not. */
    Optional<Language> chosenLanguage(UUID id);
}
