package io.customeraccounts.domain.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.preview.Preview.Ending;
import io.customeraccounts.domain.preview.Preview.Mail;
import io.customeraccounts.domain.preview.Preview.Sort;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreviewTest {

    private static final ProjectId PORTAL = new ProjectId(new UUID(1, 1));
    private static final MembershipId BEN = new MembershipId(new UUID(2, 1));
    private static final Ending ENDING = new Ending(PORTAL, new GrantId(new UUID(3, 1)), BEN, ProjectRole.PROJECT_USER);

    @Test
    void hasAnotherVersionAsSoonAsAnythingIsDifferent() {
        var versions = Stream.of(
                        Preview.NOTHING,
                        preview(List.of(ENDING), List.of(), Set.of(), Set.of(), List.of(), List.of()),
                        preview(
                                List.of(new Ending(PORTAL, ENDING.grantId(), BEN, ProjectRole.PROJECT_READER)),
                                List.of(),
                                Set.of(),
                                Set.of(),
                                List.of(),
                                List.of()),
                        preview(List.of(ENDING), List.of(PORTAL), Set.of(), Set.of(), List.of(), List.of()),
                        preview(List.of(), List.of(PORTAL), Set.of(), Set.of(), List.of(), List.of()),
                        preview(List.of(), List.of(), Set.of(Permission.LIST_USERS), Set.of(), List.of(), List.of()),
                        preview(List.of(), List.of(), Set.of(), Set.of(Permission.LIST_USERS), List.of(), List.of()),
                        preview(
                                List.of(),
                                List.of(),
                                Set.of(),
                                Set.of(),
                                List.of(new InvitationId(PORTAL.value())),
                                List.of()),
                        preview(
                                List.of(),
                                List.of(),
                                Set.of(),
                                Set.of(),
                                List.of(),
                                List.of(new Mail(Sort.USER_REMOVED, BEN))))
                .map(Preview::version)
                .toList();

        assertThat(versions)
                .doesNotHaveDuplicates()
                .allSatisfy(version -> assertThat(version).isNotNegative());
    }

    @Test
    void hasTheSameVersionWhenAllIsTheSame() {
        var one = new LinkedHashSet<>(List.of(Permission.LIST_USERS, Permission.VIEW_CUSTOMER));
        var other = EnumSet.of(Permission.VIEW_CUSTOMER, Permission.LIST_USERS);

        assertThat(preview(List.of(ENDING), List.of(), one, Set.of(), List.of(), List.of())
                        .version())
                .isEqualTo(preview(List.of(ENDING), List.of(), other, Set.of(), List.of(), List.of())
                        .version());
    }

    private static Preview preview(
            List<Ending> ending,
            List<ProjectId> leftWithNobody,
            Set<Permission> gained,
            Set<Permission> lost,
            List<InvitationId> cancelled,
            List<Mail> mails) {
        return new Preview(ending, leftWithNobody, gained, lost, cancelled, mails);
    }
}
