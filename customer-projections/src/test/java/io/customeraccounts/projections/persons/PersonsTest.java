package io.customeraccounts.projections.persons;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Waiting;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

@ParameterizedClass
@EnumSource(Databases.class)
class PersonsTest {

    private static final String ISSUER = "https://id.example";
    private static final FullName ANNA = new FullName("Anna Alder");
    private static final EmailAddress WORK = EmailAddress.parse("Anna@acme.example");
    private static final EmailAddress HOME = EmailAddress.parse("anna@home.example");

    @Parameter
    Databases kind;

    private ReadSide is;
    private Persons persons;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        persons = is.persons;
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void findsByIssuerAndSubjectWithoutMakingAnyone() {
        assertThat(persons.find(ISSUER, "anna")).isEmpty();

        var anna = signIn("anna", ANNA, Set.of(WORK), Set.of(HOME), Language.DE);

        assertThat(persons.find(ISSUER, "anna")).contains(anna);
        assertThat(persons.find("https://other.example", "anna")).isEmpty();
        assertThat(persons.subjectOf(anna.personId(), ISSUER)).contains("anna");
        assertThat(persons.subjectOf(anna.personId(), "https://other.example")).isEmpty();
    }

    @Test
    void makesAPersonAtTheFirstSignInAndKnowsThemAgain() {
        var first = signIn("anna", ANNA, Set.of(WORK), Set.of(HOME), Language.DE);
        var second = signIn("anna", ANNA, Set.of(WORK), Set.of(HOME), Language.DE);

        assertThat(first.fullName()).isEqualTo(ANNA);
        assertThat(first.verified()).containsExactly(WORK);
        assertThat(first.unverified()).containsExactly(HOME);
        assertThat(first.language()).isEqualTo(Language.DE);
        assertThat(second).isEqualTo(first);
        assertThat(persons.find(first.personId())).hasValue(first);
        assertThat(persons.find(first.personId()).orElseThrow().verified())
                .extracting(EmailAddress::original)
                .containsExactly("Anna@acme.example");
    }

    @Test
    void tellsPersonsApartByIssuerAndSubjectAndNeverByAddress() {
        var anna = signIn("anna", ANNA, Set.of(WORK), Set.of(), Language.EN);
        var sameAddress = signIn("anna-2", ANNA, Set.of(WORK), Set.of(), Language.EN);
        var sameSubject = persons.signedIn("https://other.example", "anna", ANNA, Set.of(WORK), Set.of(), Language.EN);

        assertThat(List.of(anna.personId(), sameAddress.personId(), sameSubject.personId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void followsWhatTheIdentityProviderSays() {
        var id = signIn("anna", ANNA, Set.of(WORK), Set.of(HOME), Language.EN).personId();

        var married = new FullName("Anna Aspen");
        var now = signIn("anna", married, Set.of(HOME), Set.of(), Language.DE);

        assertThat(now).isEqualTo(new PersonProfile(id, married, Set.of(HOME), Set.of(), Language.DE));
        assertThat(persons.find(id)).hasValue(now);
    }

    @Test
    void followsWhatIsVerifiedAndHowItIsSpelled() {
        var id = signIn("anna", ANNA, Set.of(), Set.of(WORK), Language.EN).personId();
        assertThat(persons.find(id).orElseThrow().verified()).isEmpty();

        signIn("anna", ANNA, Set.of(WORK), Set.of(), Language.EN);
        assertThat(persons.find(id).orElseThrow().verified()).containsExactly(WORK);

        signIn("anna", ANNA, Set.of(EmailAddress.parse("ANNA@acme.example")), Set.of(), Language.EN);
        assertThat(persons.find(id).orElseThrow().verified())
                .extracting(EmailAddress::original)
                .containsExactly("ANNA@acme.example");
    }

    @Test
    void takesAnAddressInBothSetsForVerified() {
        var anna = signIn("anna", ANNA, Set.of(WORK), Set.of(WORK), Language.EN);

        assertThat(anna.verified()).containsExactly(WORK);
        assertThat(anna.unverified()).isEmpty();
    }

    @Test
    void keepsTheChosenLanguageWhateverTheIdentityProviderSays() {
        var anna = signIn("anna", ANNA, Set.of(WORK), Set.of(), Language.EN).personId();
        assertThat(persons.chosenLanguage(ISSUER, "anna")).isEmpty();
        assertThat(persons.language(anna)).contains(Language.EN);

        persons.chooseLanguage(anna, Language.DE);

        assertThat(persons.find(anna).orElseThrow().language()).isEqualTo(Language.DE);
        assertThat(signIn("anna", ANNA, Set.of(WORK), Set.of(), Language.EN).language())
                .isEqualTo(Language.DE);
        assertThat(signIn("anna", new FullName("Anna Aspen"), Set.of(HOME), Set.of(), Language.EN)
                        .language())
                .isEqualTo(Language.DE);
        assertThat(persons.chosenLanguage(ISSUER, "anna")).contains(Language.DE);
        assertThat(persons.language(anna)).contains(Language.DE);
        assertThat(persons.language(new PersonId(Story.id("nobody")))).isEmpty();

        persons.erase(anna);
        assertThat(signIn("anna", ANNA, Set.of(WORK), Set.of(), Language.EN).language())
                .isEqualTo(Language.EN);
    }

    @Test
    void writesNothingWhenNothingHasChanged() {
        var anna = signIn("anna", ANNA, Set.of(WORK), Set.of(HOME), Language.EN);
        TransactionOperations none = new TransactionOperations() {
            @Override
            public <T> T execute(TransactionCallback<T> action) {
                throw new AssertionError("would write");
            }
        };

        var again = new Persons(is.sql, none).signedIn(ISSUER, "anna", ANNA, Set.of(WORK), Set.of(HOME), Language.EN);
        assertThat(again).isEqualTo(anna);
    }

    @Test
    void makesOnePersonOfManyFirstSignIns() throws Exception {
        for (var round = 0; round < 10; round++) {
            var subject = "anna-" + round;
            Callable<PersonId> signIn = () -> signIn(subject, ANNA, Set.of(WORK), Set.of(HOME), Language.EN)
                    .personId();
            var ids = Race.between(
                    IntStream.range(0, 6).mapToObj(number -> signIn).toList());

            assertThat(Set.copyOf(ids)).hasSize(1);
            assertThat(persons.find(ids.getFirst()).orElseThrow().unverified()).containsExactly(HOME);
        }
    }

    @Test
    void waitsForAFirstSignInThatIsUnderWay() throws Exception {
        var winner = new PersonId[1];
        var loser = new PersonId[1];
        var waiting = Thread.ofPlatform()
                .unstarted(() -> loser[0] = signIn("anna", ANNA, Set.of(HOME), Set.of(), Language.EN)
                        .personId());
        is.transactions.executeWithoutResult(transaction -> {
            winner[0] =
                    signIn("anna", ANNA, Set.of(WORK), Set.of(), Language.EN).personId();
            waiting.start();
            Waiting.until(() -> is.isSomebodyWaitingForALock());
        });
        waiting.join(10_000);

        assertThat(loser[0]).isNotNull().isEqualTo(winner[0]);
        assertThat(persons.find(winner[0]).orElseThrow().verified()).containsExactly(HOME);
    }

    @Test
    void makesSomeoneNewOfWhoWasErased() {
        var before = signIn("anna", ANNA, Set.of(WORK), Set.of(HOME), Language.EN);

        persons.erase(before.personId());

        assertThat(persons.find(before.personId())).isEmpty();
        assertThat(is.sql
                        .sql("select count(*) from person_address")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(signIn("anna", ANNA, Set.of(WORK), Set.of(HOME), Language.EN).personId())
                .isNotEqualTo(before.personId());
        persons.erase(new PersonId(Story.id("nobody")));
    }

    private PersonProfile signIn(
            String subject,
            FullName name,
            Set<EmailAddress> verified,
            Set<EmailAddress> unverified,
            Language language) {
        return persons.signedIn(ISSUER, subject, name, verified, unverified, language);
    }
}
