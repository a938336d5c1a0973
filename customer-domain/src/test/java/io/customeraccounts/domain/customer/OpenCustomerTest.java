package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand.OpenCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.AlreadySignedUp;
import io.customeraccounts.domain.customer.CustomerRefusal.IdentifierTaken;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenCustomerTest {

    private static final CustomerId ANOTHER = new CustomerId(UUID.fromString("00000000-0000-7000-8000-00000000ace1"));
    private static final CustomerName NAME = new CustomerName("Acme Widgets");

    @Test
    void opensAnAccountWithThePersonAsItsFirstAdmin() {
        nothing()
                .when(signUp())
                .then(
                        new CustomerOpened(
                                ACME,
                                CustomerKind.CUSTOMER,
                                "acme-widgets",
                                "Acme Widgets",
                                ANNA.personId(),
                                true,
                                NOON.plus(Duration.ofDays(14)),
                                LINK.hash()),
                        joined(ANNA, ADMIN));
    }

    @Test
    void isUsableAtOnceByAPersonWhoseAddressIsVerified() {
        nothing()
                .when(open(ANNA.actor(), NAME, null, true, null))
                .then(opened("acme-widgets", true), joined(ANNA, ADMIN));
    }

    @Test
    void knowsTheAdminByTheAddressAsSpelledAndInTheirLanguage() {
        var spelled = EmailAddress.parse("Anna@ACME.example");
        var profile =
                new PersonProfile(ANNA.personId(), ANNA.profile().fullName(), Set.of(spelled), Set.of(), Language.DE);
        var key = KeyId.of(ANNA.personId());
        nothing()
                .when(new OpenCustomer(
                        ACME, ANNA.actor(), ANNA.membershipId(), profile, spelled, NAME, null, true, null))
                .then(
                        opened("acme-widgets", true),
                        new UserJoined(
                                ACME,
                                ANNA.membershipId(),
                                ANNA.personId(),
                                ANNA.nameAs(key),
                                new Personal.Known(key, "Anna@ACME.example"),
                                ADMIN,
                                Language.DE,
                                null,
                                null));
    }

    @Test
    void reservesTheIdentifierThatThePersonWishes() {
        var story = nothing();
        story.when(open(ANNA.actor(), NAME, ACME_IDENTIFIER, false, null))
                .then(opened("acme", false), joined(ANNA, ADMIN));
        assertThat(story.isReserved("acme")).isTrue();
        assertThat(story.isReserved("acme-widgets")).isFalse();
    }

    @Test
    void refusesAWishThatAnotherCustomerHasOrHad() {
        nothing()
                .taken("acme")
                .when(open(ANNA.actor(), NAME, ACME_IDENTIFIER, false, null))
                .refused(new IdentifierTaken("acme"));
    }

    @Test
    void takesTheNextIdentifierThatFitsTheName() {
        nothing()
                .taken("acme-widgets")
                .when(open(ANNA.actor(), NAME, null, false, null))
                .then(opened("acme-widgets-2", false), joined(ANNA, ADMIN));
    }

    @Test
    void triesFiftyIdentifiersAndThenTakesOneThatNobodyElseHas() {
        nothing(49)
                .when(open(ANNA.actor(), NAME, null, false, null))
                .then(opened("acme-widgets-50", false), joined(ANNA, ADMIN));
        var unique = Identifier.lastProposalFor(NAME, ACME).value();
        assertThat(unique).matches("acme-widg-[0-9a-z]{6}");
        nothing(50).when(open(ANNA.actor(), NAME, null, false, null)).then(opened(unique, false), joined(ANNA, ADMIN));
    }

    @Test
    void answersARepeatedSignUpWithTheCustomerOfTheFirst() {
        nothing().signedUp(ANNA, ANOTHER).when(signUp()).refused(new AlreadySignedUp(ANOTHER));
    }

    @Test
    void remembersASignUp() {
        var story = nothing();
        story.when(signUp());
        assertThat(story.hasSignedUp(ANNA)).isTrue();
    }

    @Test
    void opensAFurtherAccountForAPersonWhoHasSignedUp() {
        nothing()
                .signedUp(ANNA, ANOTHER)
                .when(open(ANNA.actor(), NAME, null, false, null))
                .then(opened("acme-widgets", false), joined(ANNA, ADMIN));
    }

    @Test
    void takesNoAccountOpenedByHandForTheSignUp() {
        var story = nothing();
        story.when(open(ANNA.actor(), NAME, null, false, null));
        assertThat(story.hasSignedUp(ANNA)).isFalse();
    }

    @Test
    void letsNobodyOpenAnAccountForAnotherPerson() {
        for (var actor : new Actor[] {BEN.actor(), CLIENT, OPERATOR, PARTNER, POLICY}) {
            nothing().when(open(actor, NAME, null, true, null)).isMisuse();
        }
    }

    private static CustomerStory nothing() {
        return CustomerStory.nothing();
    }

    /** The first so many identifiers that fit the name are taken. */
    private static CustomerStory nothing(int taken) {
        var story = nothing();
        Identifier.proposalsFor(NAME).limit(taken).forEach(identifier -> story.taken(identifier.value()));
        return story;
    }

    private static OpenCustomer signUp() {
        return open(ANNA.actor(), NAME, null, true, LINK.hash());
    }

    private static OpenCustomer open(
            Actor actor,
            CustomerName name,
            @Nullable Identifier wish,
            boolean bySignUp,
            Secret.@Nullable Hash confirmation) {
        return new OpenCustomer(
                ACME, actor, ANNA.membershipId(), ANNA.profile(), ANNA.address(), name, wish, bySignUp, confirmation);
    }

    private static CustomerEvent opened(String identifier, boolean bySignUp) {
        return new CustomerOpened(
                ACME, CustomerKind.CUSTOMER, identifier, "Acme Widgets", ANNA.personId(), bySignUp, null, null);
    }
}
