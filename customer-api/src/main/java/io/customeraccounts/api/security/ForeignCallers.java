package io.customeraccounts.api.security;

import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.persons.Persons;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Knows the persons who sign in elsewhere, as their provider last described them. */
@External
@Component
class ForeignCallers implements BrowserCallers {

    private final Persons persons;
    private final IdentitySettings settings;

    ForeignCallers(Persons persons, IdentitySettings settings) {
        this.persons = persons;
        this.settings = settings;
    }

    @Override
    public Optional<Caller.Person> person(UUID id) {
        var personId = new PersonId(id);
        return persons.subjectOf(personId, settings.acceptedIssuer())
                .flatMap(subject -> persons.find(personId)
                        .map(profile ->
                                new Caller.Person(profile, settings.isOperator(subject), settings.isAuditor(subject))));
    }

    @Override
    public Optional<Language> chosenLanguage(UUID id) {
        return persons.subjectOf(new PersonId(id), settings.acceptedIssuer())
                .flatMap(subject -> persons.chosenLanguage(settings.acceptedIssuer(), subject));
    }
}
