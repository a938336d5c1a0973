package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Somebody;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SqlAddressBookTest {

    private static final EmailAddress HOME = EmailAddress.parse("dora@home.example");
    private static final EmailAddress CLAIMED = EmailAddress.parse("boss@acme.example");

    @Parameter
    Databases kind;

    private ReadSide is;
    private SqlAddressBook addresses;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        addresses = new SqlAddressBook(is.sql);
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));
        is.happened(BOLT.opened(CLEO), CLEO.admin(BOLT));
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void findsAUserByTheAddressOfTheMembershipHoweverSpelled() {
        is.happened(BEN.employee(ACME));

        assertThat(addresses.membershipWith(ACME.id(), EmailAddress.parse("bEN@ACME.example")))
                .hasValue(BEN.in(ACME));
        assertThat(addresses.membershipWith(BOLT.id(), BEN.address())).isEmpty();
        assertThat(addresses.membershipWith(ACME.id(), EmailAddress.parse("ben@acme.example.org")))
                .isEmpty();
        assertThat(addresses.membershipWith(ACME.id(), EmailAddress.parse("en@acme.example")))
                .isEmpty();
    }

    @Test
    void findsAUserByAnyVerifiedAddressOfThePersonButByNoneThatIsMerelyClaimed() {
        var dora = dora();
        is.happened(dora.membership());

        assertThat(addresses.membershipWith(ACME.id(), HOME))
                .hasValue(dora.membership().membershipId());
        assertThat(addresses.membershipWith(BOLT.id(), HOME)).isEmpty();
        assertThat(addresses.membershipWith(ACME.id(), CLAIMED)).isEmpty();
    }

    @Test
    void findsTheLongerMembershipOfTwoWithOneAddress() {
        var dora = dora();
        is.happened(dora.membership());
        var heir = new Somebody("Heir", HOME.original());
        is.happened(heir.employee(ACME));
        is.happened(new MembershipEndSet(ACME.id(), heir.in(ACME), is.in(Duration.ofHours(1))));
        assertThat(addresses.membershipWith(ACME.id(), HOME))
                .hasValue(dora.membership().membershipId());

        is.happened(new MembershipEndSet(ACME.id(), heir.in(ACME), null));
        is.happened(new MembershipEndSet(ACME.id(), dora.membership().membershipId(), is.in(Duration.ofHours(1))));
        assertThat(addresses.membershipWith(ACME.id(), HOME)).hasValue(heir.in(ACME));
    }

    @Test
    void givesEveryConnectionBack() {
        for (var time = 0; time < 2 * Databases.CONNECTIONS; time++) {
            assertThat(addresses.membershipWith(ACME.id(), ANNA.address())).isPresent();
        }
    }

    @Test
    void findsAUserUntilAnEventEndsTheMembership() {
        is.happened(BEN.employee(ACME), new MembershipEndSet(ACME.id(), BEN.in(ACME), is.in(Duration.ofHours(1))));
        is.clock.advance(Duration.ofHours(2));
        assertThat(addresses.membershipWith(ACME.id(), BEN.address())).hasValue(BEN.in(ACME));

        is.happened(BEN.removed(ACME));
        assertThat(addresses.membershipWith(ACME.id(), BEN.address())).isEmpty();
    }

    @Test
    void findsAnInvitationUntilAnEventEndsIt() {
        is.happened(BEN.invited(ACME, ANNA, is.in(Duration.ofHours(1))));
        is.clock.advance(Duration.ofHours(2));
        assertThat(addresses.pendingInvitationOf(ACME.id(), EmailAddress.parse("bEN@acme.example")))
                .hasValue(BEN.invitedTo(ACME));
        assertThat(addresses.pendingInvitationOf(BOLT.id(), BEN.address())).isEmpty();

        is.happened(new InvitationExpired(ACME.id(), BEN.invitedTo(ACME)));
        assertThat(addresses.pendingInvitationOf(ACME.id(), BEN.address())).isEmpty();
    }

    @Test
    void findsTheInvitationsToEveryAddressThroughWhichAPersonCouldComeBack() {
        var dora = dora();
        is.happened(dora.membership());
        var end = is.in(Duration.ofDays(7));
        var toHome = new Somebody("Dora", HOME.original());
        var toClaimed = new Somebody("Dora", CLAIMED.original());
        var toWork = new Somebody("Dora", "dora@acme.example");
        is.happened(
                toHome.invited(ACME, ANNA, end), toClaimed.invited(ACME, ANNA, end), toWork.invited(ACME, ANNA, end));
        is.happened(BEN.invited(ACME, ANNA, end), toHome.invited(BOLT, CLEO, end));

        assertThat(addresses.pendingInvitationsOf(ACME.id(), dora.id()))
                .containsExactlyInAnyOrder(toHome.invitedTo(ACME), toClaimed.invitedTo(ACME), toWork.invitedTo(ACME));
        assertThat(addresses.pendingInvitationsOf(ACME.id(), new PersonId(Story.id("nobody"))))
                .isEmpty();
    }

    private record Dora(PersonId id, UserJoined membership) {}

    /** Joined as dora@acme.example, which the identity provider does not know any more. */
    private Dora dora() {
        var id = is.persons
                .signedIn(
                        "https://id.example", "dora", new FullName("Dora"), Set.of(HOME), Set.of(CLAIMED), Language.EN)
                .personId();
        var joined = new Somebody("Dora", "dora@acme.example").joined(ACME, Groups.CUSTOMER_EMPLOYEE);
        return new Dora(
                id,
                new UserJoined(
                        joined.customerId(),
                        joined.membershipId(),
                        id,
                        joined.fullName(),
                        joined.email(),
                        joined.group(),
                        joined.language(),
                        null,
                        null));
    }
}
