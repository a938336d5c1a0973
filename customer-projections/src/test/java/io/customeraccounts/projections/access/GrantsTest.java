package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static io.customeraccounts.projections.testing.Story.GEMINI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;

/** Rule: Projects. Who has access to a project, and what somebody has access to. */
@ParameterizedClass
@EnumSource
class GrantsTest {

    private static final Instant ONE = NOON.plus(Duration.ofHours(1));

    private final Databases kind;
    private ReadSide is;

    GrantsTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME), CLEO.admin(ACME));
        is.happened(APOLLO.created());
        is.happened(GEMINI.created());
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void keepsWhatOpenedAGrantAndWhatEndedIt() {
        is.happened(APOLLO.assigned(BEN, ONE));

        assertThat(is.grants.find(APOLLO.id(), APOLLO.grantOf(BEN))).hasValueSatisfying(it -> {
            assertThat(it.membershipId()).isEqualTo(BEN.in(ACME));
            assertThat(it.openedAt()).isEqualTo(NOON);
            assertThat(it.openedEvent()).isEqualTo(Story.id("event %s 1".formatted(APOLLO.id())));
            assertThat(it.endsAt()).isEqualTo(ONE);
            assertThat(it.endedAt()).isNull();
            assertThat(it.version()).isEqualTo(1);
        });

        is.happened(APOLLO.revoked(BEN, RevocationCause.USER_REMOVED));

        assertThat(is.grants.find(APOLLO.id(), APOLLO.grantOf(BEN))).hasValueSatisfying(it -> {
            assertThat(it.endedAt()).isEqualTo(NOON);
            assertThat(it.endedBecause()).isEqualTo(AccessEnd.USER_REMOVED);
            assertThat(it.endedEvent()).isEqualTo(Story.id("event %s 2".formatted(APOLLO.id())));
            assertThat(it.version()).isEqualTo(2);
        });
        assertThat(is.grants.open(APOLLO.id(), BEN.in(ACME))).isEmpty();
        assertThat(is.grants.find(GEMINI.id(), APOLLO.grantOf(BEN))).isEmpty();
    }

    @Test
    void hasOneOpenGrantOfAMembershipInAProjectAtMost() {
        is.happened(APOLLO.assigned(BEN));
        var second = APOLLO.assigned(new GrantId(Story.id("second grant")), BEN.in(ACME), null);

        assertThatThrownBy(() -> is.happened(second)).isInstanceOf(DuplicateKeyException.class);
        is.happened(APOLLO.unassigned(BEN));
        is.happened(second);
        assertThat(is.grants.open(APOLLO.id(), BEN.in(ACME)))
                .hasValueSatisfying(it -> assertThat(it.id()).isEqualTo(second.grantId()));
    }

    @Test
    void listsWhoMayUseAProjectAndThenWhoElseMayManageIt() {
        is.happened(APOLLO.assigned(CLEO));
        is.clock.moveTo(NOON.plusSeconds(1));
        is.happened(APOLLO.assigned(BEN));

        var users = is.grants.users(ACME.id(), APOLLO.id(), PageRequest.FIRST).items();

        assertThat(users)
                .extracting(ProjectUser::membershipId)
                .containsExactly(CLEO.in(ACME), BEN.in(ACME), ANNA.in(ACME));
        assertThat(users).extracting(ProjectUser::mayManage).containsExactly(true, false, true);
        assertThat(users)
                .extracting(it -> it.grant() == null ? null : it.grant().id())
                .containsExactly(APOLLO.grantOf(CLEO), APOLLO.grantOf(BEN), null);
        assertThat(users.getFirst().fullName()).isEqualTo(CLEO.name());
        assertThat(users.getFirst().email()).isEqualTo(CLEO.email());
    }

    @Test
    void givesTheSameListInPagesOfEverySize() {
        is.happened(APOLLO.assigned(CLEO));
        is.happened(APOLLO.assigned(BEN));
        var all = is.grants.users(ACME.id(), APOLLO.id(), PageRequest.FIRST).items();
        for (var size = 1; size <= 4; size++) {
            var read = new ArrayList<ProjectUser>();
            String cursor = null;
            do {
                var page = is.grants.users(ACME.id(), APOLLO.id(), new PageRequest(cursor, size));
                read.addAll(page.items());
                cursor = page.next();
            } while (cursor != null);
            assertThat(read).as("pages of %d", size).isEqualTo(all);
        }
    }

    @Test
    void listsNobodyWhoseGrantOrMembershipHasEnded() {
        is.happened(APOLLO.assigned(BEN, ONE));
        is.happened(APOLLO.assigned(CLEO));
        is.happened(CLEO.removed(ACME));

        assertThat(users()).containsExactly(BEN.in(ACME), ANNA.in(ACME));
        is.clock.moveTo(ONE);
        assertThat(users()).containsExactly(ANNA.in(ACME));
    }

    @Test
    void anAdminWhoseOwnGrantHasEndedIsListedAsManagingOnly() {
        is.happened(APOLLO.assigned(ANNA, ONE));
        is.clock.moveTo(ONE);

        assertThat(is.grants.users(ACME.id(), APOLLO.id(), PageRequest.FIRST).items())
                .allSatisfy(it -> assertThat(it.grant()).isNull())
                .extracting(ProjectUser::membershipId)
                .containsExactly(ANNA.in(ACME), CLEO.in(ACME));
    }

    private List<MembershipId> users() {
        return is.grants.users(ACME.id(), APOLLO.id(), PageRequest.FIRST).items().stream()
                .map(ProjectUser::membershipId)
                .toList();
    }

    @Test
    void listsAllGrantsOfAMembershipAlsoThoseThatHaveEnded() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(GEMINI.assigned(BEN));
        is.happened(GEMINI.assigned(CLEO));
        is.happened(APOLLO.unassigned(BEN));

        assertThat(is.grants
                        .ofMembership(ACME.id(), BEN.in(ACME), PageRequest.FIRST)
                        .items())
                .extracting(GrantRow::id)
                .containsExactlyInAnyOrder(APOLLO.grantOf(BEN), GEMINI.grantOf(BEN));
        var first = is.grants.ofMembership(ACME.id(), BEN.in(ACME), new PageRequest(null, 1));
        var second = is.grants.ofMembership(ACME.id(), BEN.in(ACME), new PageRequest(first.next(), 1));
        assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isNull();
        assertThat(is.grants
                        .ofMembership(BOLT.id(), BEN.in(ACME), PageRequest.FIRST)
                        .items())
                .isEmpty();
    }

    @Test
    void listsWhatExpiresSoonTheNextFirst() {
        is.happened(APOLLO.assigned(BEN, ONE.plusSeconds(2)));
        is.happened(APOLLO.assigned(CLEO, ONE.plusSeconds(1)));
        is.happened(GEMINI.assigned(CLEO, ONE.plusSeconds(3)));
        is.happened(GEMINI.assigned(BEN));

        assertThat(expiring(ONE.plusSeconds(3))).containsExactly(APOLLO.grantOf(CLEO), APOLLO.grantOf(BEN));
        is.happened(new AccessEndSet(ACME.id(), APOLLO.id(), APOLLO.grantOf(BEN), BEN.in(ACME), null));
        is.happened(new AccessEndSet(ACME.id(), GEMINI.id(), GEMINI.grantOf(CLEO), CLEO.in(ACME), ONE.minusSeconds(1)));
        assertThat(expiring(ONE.plusSeconds(3))).containsExactly(GEMINI.grantOf(CLEO), APOLLO.grantOf(CLEO));
        is.clock.moveTo(ONE);
        assertThat(expiring(ONE.plusSeconds(3))).containsExactly(APOLLO.grantOf(CLEO));
        is.happened(CLEO.removed(ACME));
        assertThat(expiring(ONE.plusSeconds(3))).isEmpty();
    }

    private List<GrantId> expiring(Instant before) {
        return is.grants.expiring(ACME.id(), before, PageRequest.FIRST).items().stream()
                .map(GrantRow::id)
                .toList();
    }
}
