package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Waiting;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SqlRegistrationsTest {

    private static final Identifier WISH = Identifier.ofCustomer("acme");

    @Parameter
    Databases kind;

    private ReadSide is;
    private SqlRegistrations registrations;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        registrations = new SqlRegistrations(is.sql);
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void reservesAnIdentifierOnce() {
        assertThat(registrations.reserve(WISH, ACME.id())).isTrue();
        assertThat(registrations.reserve(WISH, BOLT.id())).isFalse();
        assertThat(registrations.reserve(Identifier.ofCustomer("acme-2"), BOLT.id()))
                .isTrue();
    }

    @Test
    void keepsTheTransactionUsableAfterATakenIdentifier() {
        registrations.reserve(WISH, ACME.id());

        is.transactions.executeWithoutResult(transaction -> {
            assertThat(registrations.reserve(WISH, BOLT.id())).isFalse();
            assertThat(registrations.reserve(Identifier.ofCustomer("bolt"), BOLT.id()))
                    .isTrue();
        });
        assertThat(registrations.reserve(Identifier.ofCustomer("bolt"), ACME.id()))
                .isFalse();
    }

    @Test
    void releasesWhatOneCustomerHasReserved() {
        registrations.reserve(WISH, ACME.id());
        registrations.reserve(Identifier.ofCustomer("bolt"), BOLT.id());

        registrations.release(ACME.id());

        assertThat(registrations.reserve(WISH, BOLT.id())).isTrue();
        assertThat(registrations.reserve(Identifier.ofCustomer("bolt"), ACME.id()))
                .isFalse();
    }

    @Test
    void letsAPersonSignUpOnce() {
        assertThat(registrations.signUp(ANNA.id(), ACME.id())).isEqualTo(ACME.id());
        assertThat(registrations.signUp(ANNA.id(), BOLT.id())).isEqualTo(ACME.id());
        assertThat(registrations.signUp(BEN.id(), BOLT.id())).isEqualTo(BOLT.id());

        registrations.forgetSignUp(ANNA.id());
        assertThat(registrations.signUp(ANNA.id(), BOLT.id())).isEqualTo(BOLT.id());
    }

    @Test
    void hasOneWinnerAmongManyAtOnce() throws Exception {
        for (var round = 0; round < 10; round++) {
            var identifier = Identifier.ofCustomer("firm-" + round);
            var person = new Story.Somebody("Anna", "anna" + round + "@acme.example").id();
            var reserved = Race.between(IntStream.range(0, 6)
                    .<Callable<Boolean>>mapToObj(number -> () -> inTransaction(
                            () -> registrations.reserve(identifier, new CustomerId(Story.id("customer " + number)))))
                    .toList());
            var signedUp = Race.between(IntStream.range(0, 6)
                    .<Callable<CustomerId>>mapToObj(number -> () -> inTransaction(
                            () -> registrations.signUp(person, new CustomerId(Story.id("customer " + number)))))
                    .toList());

            assertThat(Collections.frequency(reserved, true)).isEqualTo(1);
            assertThat(signedUp.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void waitsForAClaimAndLosesWhenThatIsKept() throws Exception {
        assertThat(claimDuring(
                        false,
                        () -> registrations.reserve(WISH, ACME.id()),
                        () -> registrations.reserve(WISH, BOLT.id())))
                .isFalse();
        assertThat(claimDuring(
                        false,
                        () -> registrations.signUp(ANNA.id(), ACME.id()),
                        () -> registrations.signUp(ANNA.id(), BOLT.id())))
                .isEqualTo(ACME.id());
    }

    @Test
    void waitsForAClaimAndWinsWhenThatIsGivenUp() throws Exception {
        assertThat(claimDuring(
                        true,
                        () -> registrations.reserve(WISH, ACME.id()),
                        () -> registrations.reserve(WISH, BOLT.id())))
                .isTrue();
        assertThat(claimDuring(
                        true,
                        () -> registrations.signUp(ANNA.id(), ACME.id()),
                        () -> registrations.signUp(ANNA.id(), BOLT.id())))
                .isEqualTo(BOLT.id());
    }

    /** What the second claim answers that is made while the first one's transaction is open, and then ends. */
    private <T> T claimDuring(boolean givenUp, Runnable first, Supplier<T> second) throws Exception {
        var answer = new CompletableFuture<T>();
        var thread = Thread.ofPlatform().unstarted(() -> {
            try {
                answer.complete(inTransaction(second));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        is.transactions.executeWithoutResult(transaction -> {
            first.run();
            thread.start();
            Waiting.until(is::isSomebodyWaitingForALock);
            assertThat(answer).isNotDone();
            if (givenUp) {
                transaction.setRollbackOnly();
            }
        });
        return answer.get(10, TimeUnit.SECONDS);
    }

    private <T> T inTransaction(Supplier<T> claim) {
        return is.transactions.execute(transaction -> claim.get());
    }
}
