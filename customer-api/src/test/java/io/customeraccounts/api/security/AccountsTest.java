package io.customeraccounts.api.security;

import static io.customeraccounts.api.security.IdentityDatabase.ANNA;
import static io.customeraccounts.api.security.IdentityDatabase.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@ParameterizedClass
@EnumSource(Databases.class)
class AccountsTest {

    @Parameter
    Databases kind;

    private IdentityDatabase in;

    @BeforeEach
    void open() {
        in = new IdentityDatabase(kind);
    }

    @AfterEach
    void close() {
        in.close();
    }

    @Test
    void knowsAnAccountByItsAddressHoweverSpelled() {
        var anna = in.anna();

        assertThat(in.accounts.find(anna.id())).contains(anna);
        assertThat(in.accounts.find(EmailAddress.parse("ANNA@EXAMPLE.org"))).contains(anna);
        assertThat(in.accounts.find(EmailAddress.parse("anna+x@example.org"))).isEmpty();
    }

    @Test
    void hasOneAccountForAnAddress() {
        var anna = in.anna();

        assertThat(create("anna@example.org")).isEmpty();
        assertThat(in.accounts.find(ANNA)).contains(anna);
    }

    @Test
    void makesOneAccountOfManyAttemptsAtOnce() throws Exception {
        var attempts = IntStream.range(0, 6)
                .<Callable<Optional<Account>>>mapToObj(
                        i -> () -> in.transactions.execute(transaction -> create("anna@example.org")))
                .toList();

        var made = Race.between(attempts);

        assertThat(made).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(in.count("account")).isEqualTo(1);
    }

    private Optional<Account> create(String email) {
        return in.accounts.create(
                EmailAddress.parse(email),
                new FullName("Another Anna"),
                Language.DE,
                new Passwords.Hash("never used"),
                true);
    }

    @Test
    void letsInWhoeverHasThePassword() {
        var anna = in.anna();

        assertThat(in.accounts.authenticate(ANNA, PASSWORD)).contains(anna);
        assertThat(in.accounts.authenticate(ANNA, PASSWORD + " ")).isEmpty();
        assertThat(in.accounts.authenticate(EmailAddress.parse("ben@example.org"), PASSWORD))
                .isEmpty();
    }

    @Test
    void storesNoPassword() {
        in.anna();

        assertThat(storedHash()).startsWith("pbkdf2-sha256$100000$").doesNotContain(PASSWORD);
    }

    @Test
    void hashesAgainWhenTheSettingHasChanged() {
        var anna = in.anna();
        var later = new Accounts(in.sql, new Passwords(110_000), in.clock);

        assertThat(later.authenticate(ANNA, "wrong")).isEmpty();
        assertThat(storedHash()).startsWith("pbkdf2-sha256$100000$");

        assertThat(later.authenticate(ANNA, PASSWORD)).contains(anna);
        assertThat(storedHash()).startsWith("pbkdf2-sha256$110000$");
        assertThat(later.authenticate(ANNA, PASSWORD)).contains(anna);
    }

    private String storedHash() {
        return in.sql
                .sql("select password_hash from account")
                .query(String.class)
                .single();
    }

    @Test
    void endsEverythingThatWasOpenWhenThePasswordChanges() {
        var anna = in.anna();
        in.signIns.begin(anna.id(), new MockHttpServletRequest(), new MockHttpServletResponse());
        OAuthGrantsTest.save(in, anna, "code");

        in.accounts.changePassword(anna.id(), new Passwords(IdentityDatabase.ITERATIONS).hash("rain on a tin roof"));

        assertThat(in.accounts.authenticate(ANNA, PASSWORD)).isEmpty();
        assertThat(in.accounts.authenticate(ANNA, "rain on a tin roof"))
                .map(Account::credentialsVersion)
                .contains(anna.credentialsVersion() + 1);
        assertThat(in.count("sign_in")).isZero();
        assertThat(in.count("oauth_grant")).isZero();
    }

    @Test
    void findsThoseThatNeverVerifiedTheirAddress() {
        var anna = in.anna();
        in.clock.advance(Duration.ofDays(1));

        assertThat(in.accounts.neverVerified(anna.createdAt(), 10)).isEmpty();
        assertThat(in.accounts.neverVerified(in.clock.instant(), 10)).containsExactly(anna);

        in.accounts.verify(anna.id());
        assertThat(in.accounts.neverVerified(in.clock.instant(), 10)).isEmpty();
    }

    @Test
    void takesAllThatIsOpenAlongWhenItIsDeleted() {
        var anna = in.anna();
        in.signIns.begin(anna.id(), new MockHttpServletRequest(), new MockHttpServletResponse());
        OAuthGrantsTest.save(in, anna, "code");

        in.accounts.delete(anna.id());

        assertThat(List.of(in.count("account"), in.count("sign_in"), in.count("oauth_grant")))
                .containsOnly(0L);
    }
}
