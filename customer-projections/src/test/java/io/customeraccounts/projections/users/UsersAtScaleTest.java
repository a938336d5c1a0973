package io.customeraccounts.projections.users;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.customers.SqlAddressBook;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Effort;
import io.customeraccounts.projections.testing.ReadSide;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a page of a customer with many users costs, in rows that the database reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersAtScaleTest {

    private static final int MANY = 800;
    private static final int PAGE = PageRequest.DEFAULT_LIMIT + 1;

    private final Effort effort = new Effort("customer_user", UsersAtScaleTest::join);

    private static void join(ReadSide is) {
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));
        is.happened(BOLT.opened(ANNA), ANNA.admin(BOLT));
        Crowd.join(is, ACME, 0, MANY);
        Crowd.join(is, BOLT, 0, MANY);
        is.transactions.executeWithoutResult(transaction -> IntStream.range(0, MANY)
                .forEach(number -> is.happened(Crowd.member(number).removed(BOLT))));
        Crowd.join(is, BOLT, MANY, MANY + 100);
    }

    @AfterAll
    void close() {
        effort.close();
    }

    @Test
    void readsOnlyTheRowsOfThePageInEveryOrder() {
        for (var firm : List.of(ACME, BOLT)) {
            for (var order : UserOrder.values()) {
                for (var descending : List.of(false, true)) {
                    var rows = effort.rowsRead(is -> {
                        var first = is.users.page(firm.id(), UserFilter.NONE, order, descending, PageRequest.FIRST);
                        var next = new PageRequest(first.next(), PageRequest.DEFAULT_LIMIT);
                        is.users.page(firm.id(), UserFilter.NONE, order, descending, next);
                    });
                    assertThat(rows).as("%s by %s", firm, order).isBetween(100L, 2L * PAGE);
                    assertThat(effort.plan()).contains("/* index sorted */").doesNotContain("tableScan");
                }
            }
        }
    }

    @Test
    void readsOnlyTheGroupThatIsAskedFor() {
        var admins = new UserFilter(null, Groups.CUSTOMER_ADMIN);

        assertThat(effort.rowsRead(is -> is.users.page(ACME.id(), admins, UserOrder.NAME, false, PageRequest.FIRST)))
                .isEqualTo(MANY / 100 + 1);
        assertThat(effort.plan()).contains("/* index sorted */", "by_group >");
    }

    @Test
    void searchesTheUsersOfTheCustomerAndNoOthers() {
        var nobody = new UserFilter("nobody at all", null);

        assertThat(effort.rowsRead(is -> is.users.page(ACME.id(), nobody, UserOrder.NAME, false, PageRequest.FIRST)))
                .isLessThanOrEqualTo(MANY + 1);
    }

    @Test
    void looksAMembershipUp() {
        var member = Crowd.member(7).id();

        assertThat(effort.rowsRead(is -> is.users.membershipOf(member, ACME.id())))
                .isEqualTo(1);
        assertThat(effort.plan()).contains("customer_user_active").doesNotContain("tableScan");
        assertThat(effort.rowsRead(is -> is.users.membershipsOf(member))).isEqualTo(1);
        assertThat(effort.plan()).contains("customer_user_active");
        assertThat(effort.rowsRead(is -> is.customers.ofPerson(member, PageRequest.FIRST)))
                .isEqualTo(1);
        assertThat(effort.plan()).contains("customer_user_active");
    }

    @Test
    void looksAnAddressUp() {
        var address = EmailAddress.parse(Crowd.member(7).email());

        assertThat(effort.rowsRead(is -> new SqlAddressBook(is.sql).membershipWith(ACME.id(), address)))
                .isEqualTo(1);
        assertThat(effort.plan()).contains("customer_user_by_email").doesNotContain("customer_user.tableScan");
        assertThat(effort.rowsRead(is -> new SqlAddressBook(is.sql)
                        .pendingInvitationsOf(ACME.id(), Crowd.member(7).id())))
                .isLessThanOrEqualTo(1);
    }
}
