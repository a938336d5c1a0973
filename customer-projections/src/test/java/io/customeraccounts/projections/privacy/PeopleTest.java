package io.customeraccounts.projections.privacy;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.privacy.People.ManagedPerson;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule: Partner customers. A partner manages ACME, where Anna is and Ben was; Cleo is in Bolt. */
@ParameterizedClass
@EnumSource
class PeopleTest {

    private static final CustomerId PARTNER = new CustomerId(Story.id("partner"));

    private final Databases kind;
    private ReadSide is;
    private People people;

    PeopleTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME), BEN.removed(ACME));
        is.happened(BOLT.opened(CLEO), CLEO.admin(BOLT));
        is.happened(new ManagingPartnerChanged(ACME.id(), null, PARTNER));
        people = new People(is.sql, is.clock);
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void findsWhoeverIsOrWasThereAndNobodyElse() {
        assertThat(found(ANNA.name().substring(0, 3))).containsExactly(ANNA.id());
        assertThat(found(ANNA.email().toUpperCase(Locale.ROOT))).containsExactly(ANNA.id());
        assertThat(found(BEN.name())).containsExactly(BEN.id());
        assertThat(found(CLEO.name())).isEmpty();
        assertThat(found("%")).isEmpty();
        assertThat(found("a\u0000b")).isEmpty();
    }

    @Test
    void goesOnWhereThePageBeforeEnded() {
        var first = people.search(PARTNER, "@", new PageRequest(null, 1));
        var second = people.search(PARTNER, "@", new PageRequest(first.next(), 1));
        assertThat(List.of(
                        first.items().getFirst().personId(),
                        second.items().getFirst().personId()))
                .containsExactlyInAnyOrder(ANNA.id(), BEN.id());
        assertThat(second.next()).isNull();
    }

    @Test
    void showsOnlyWhatIsInCustomersThatThePartnerManages() {
        is.happened(ANNA.employee(BOLT));
        assertThat(people.membershipsOf(PARTNER, ANNA.id()))
                .singleElement()
                .satisfies(it -> assertThat(it.customerId()).isEqualTo(ACME.id()));
        assertThat(people.isElsewhere(PARTNER, ANNA.id())).isTrue();
        assertThat(people.isElsewhere(PARTNER, BEN.id())).isFalse();
        is.happened(new ManagingPartnerChanged(BOLT.id(), null, PARTNER));
        assertThat(people.isElsewhere(PARTNER, ANNA.id())).isFalse();
        is.happened(new ManagingPartnerChanged(ACME.id(), PARTNER, null));
        assertThat(people.membershipsOf(PARTNER, BEN.id())).isEmpty();
        assertThat(people.isElsewhere(PARTNER, BEN.id())).isTrue();
    }

    private List<PersonId> found(String text) {
        return people.search(PARTNER, text, PageRequest.FIRST).items().stream()
                .map(ManagedPerson::personId)
                .toList();
    }
}
