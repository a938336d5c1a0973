package io.customeraccounts.projections.previews;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static io.customeraccounts.projections.testing.Story.GEMINI;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.preview.Preview.Ending;
import io.customeraccounts.domain.preview.Preview.Mail;
import io.customeraccounts.domain.preview.Preview.Sort;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.customers.SqlAddressBook;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Somebody;
import io.customeraccounts.projections.testing.Story.Venture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SqlPreviewsTest {

    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    @Parameter
    Databases kind;

    private ReadSide is;
    private SqlPreviews previews;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        previews = new SqlPreviews(is.sql, new SqlAddressBook(is.sql), Groups.shipped());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));
        is.happened(APOLLO.created());
        is.happened(GEMINI.created());
    }

    @AfterEach
    void close() {
        is.close();
    }

    // Removal

    @Test
    void saysWhichAccessEndsWithAUserAndWhichProjectsAreLeftWithNobody() {
        is.happened(APOLLO.assigned(BEN), APOLLO.assigned(ANNA));
        is.happened(GEMINI.assigned(BEN));

        var removal = removal(NOON);

        assertThat(removal.ending()).containsExactlyInAnyOrder(ending(APOLLO, BEN), ending(GEMINI, BEN));
        assertThat(removal.leftWithNobody()).containsExactly(GEMINI.id());
        assertThat(removal.mails()).containsExactly(new Mail(Sort.USER_REMOVED, BEN.in(ACME)));
        assertThat(removal.cancelled()).isEmpty();
    }

    @Test
    void countsNobodyWhoseAccessOrMembershipHasReachedItsEnd() {
        is.happened(APOLLO.assigned(BEN), APOLLO.assigned(ANNA, ONE));
        assertThat(removal(ONE.minusMillis(1)).leftWithNobody()).isEmpty();
        assertThat(removal(ONE).leftWithNobody()).containsExactly(APOLLO.id());

        is.happened(GEMINI.assigned(BEN), GEMINI.assigned(ANNA));
        is.happened(new MembershipEndSet(ACME.id(), ANNA.in(ACME), ONE));
        assertThat(removal(ONE.minusMillis(1)).leftWithNobody()).isEmpty();
        assertThat(removal(ONE).leftWithNobody()).containsExactlyInAnyOrder(APOLLO.id(), GEMINI.id());
    }

    @Test
    void endsNothingThatHasEndedAlready() {
        is.happened(APOLLO.assigned(BEN, ONE));
        is.happened(GEMINI.assigned(BEN), GEMINI.unassigned(BEN));

        assertThat(removal(ONE.minusMillis(1)).ending()).containsExactly(ending(APOLLO, BEN));
        assertThat(removal(ONE).ending()).isEmpty();
        assertThat(removal(ONE).leftWithNobody()).isEmpty();
    }

    @Test
    void saysWhichInvitationsAreCancelled() {
        is.happened(CLEO.invited(ACME, BEN, ONE));

        assertThat(removal(NOON).cancelled()).containsExactly(CLEO.invitedTo(ACME));
        assertThat(removal(ONE).cancelled()).isEmpty();
        assertThat(previews.removal(ACME.id(), BEN.in(ACME), true, NOON).cancelled())
                .isEmpty();

        is.happened(BEN.invited(ACME, ANNA, ONE));
        assertThat(previews.removal(ACME.id(), BEN.in(ACME), true, NOON).cancelled())
                .containsExactly(BEN.invitedTo(ACME));
    }

    @Test
    void leadsToNothingWhereThereIsNobodyToRemove() {
        assertThat(previews.removal(ACME.id(), CLEO.in(ACME), false, NOON)).isEqualTo(Preview.NOTHING);
        assertThat(previews.removal(BOLT.id(), BEN.in(ACME), false, NOON)).isEqualTo(Preview.NOTHING);
        is.happened(BEN.removed(ACME));
        assertThat(removal(NOON)).isEqualTo(Preview.NOTHING);
    }

    @Test
    void hasAnotherVersionWhenSomethingHasChangedThatMatters() {
        var before = removal(NOON).version();
        is.happened(CLEO.employee(ACME));
        is.happened(GEMINI.assigned(CLEO));
        assertThat(removal(NOON).version()).isEqualTo(before);

        is.happened(GEMINI.assigned(BEN));
        assertThat(removal(NOON).version()).isNotEqualTo(before);
    }

    // Change of group

    @Test
    void saysWhatAUserCouldDoBesidesAndNotAnyMore() {
        var promotion = previews.groupChange(ACME.id(), BEN.in(ACME), Groups.CUSTOMER_ADMIN, NOON);
        assertThat(promotion.gained()).contains(Permission.EDIT_CUSTOMER, Permission.MANAGE_USERS);
        assertThat(promotion.lost()).isEmpty();
        assertThat(promotion.mails()).containsExactly(new Mail(Sort.GROUP_CHANGED, BEN.in(ACME)));

        var demotion = previews.groupChange(ACME.id(), ANNA.in(ACME), Groups.CUSTOMER_EMPLOYEE, NOON);
        assertThat(demotion.lost()).isEqualTo(promotion.gained());
        assertThat(demotion.gained()).isEmpty();
    }

    @Test
    void leadsToNothingWhenTheGroupIsTheSame() {
        assertThat(previews.groupChange(ACME.id(), BEN.in(ACME), Groups.CUSTOMER_EMPLOYEE, NOON))
                .isEqualTo(Preview.NOTHING);
    }

    // Deletion

    @Test
    void saysWhoseAccessEndsWithAProject() {
        is.happened(APOLLO.assigned(BEN), APOLLO.assigned(ANNA, ONE));
        is.happened(GEMINI.assigned(BEN));

        assertThat(previews.deletion(ACME.id(), APOLLO.id(), NOON).ending())
                .containsExactlyInAnyOrder(ending(APOLLO, BEN), ending(APOLLO, ANNA));
        assertThat(previews.deletion(ACME.id(), APOLLO.id(), ONE).ending()).containsExactly(ending(APOLLO, BEN));
        assertThat(previews.deletion(BOLT.id(), APOLLO.id(), NOON)).isEqualTo(Preview.NOTHING);
        is.happened(APOLLO.marked());
        assertThat(previews.deletion(ACME.id(), APOLLO.id(), NOON)).isEqualTo(Preview.NOTHING);
    }

    private Preview removal(Instant now) {
        return previews.removal(ACME.id(), BEN.in(ACME), false, now);
    }

    private static Ending ending(Venture project, Somebody user) {
        return new Ending(project.id(), project.grantOf(user), user.in(ACME), ProjectRole.PROJECT_USER);
    }
}
