package io.customeraccounts.projections.messages;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.domain.events.MessageEvent.MessageSent;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule: Partner customers. Anna and Ben are users of ACME; its partner is Bolt. */
@ParameterizedClass
@EnumSource
class MessagesTest {

    private static final MessageId FOR_ALL = new MessageId(Story.id("for all"));
    private static final MessageId FOR_ONE = new MessageId(Story.id("for one"));

    private final Databases kind;
    private ReadSide is;

    MessagesTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(BOLT.opened(CLEO), CLEO.admin(BOLT));
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME));
        is.happened(sent(FOR_ALL, MessageKind.ALL_MUST_READ));
        is.clock.moveTo(NOON.plusSeconds(1));
        is.happened(sent(FOR_ONE, MessageKind.SINGLE_READ_ONLY));
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void showsEachUserWhatTheyHaveNotRead() {
        assertThat(is.messages.unread(ANNA.id())).first().satisfies(first -> {
            assertThat(first.message())
                    .isEqualTo(new MessageRow(
                            FOR_ALL, ACME.id(), BOLT.id(), MessageKind.ALL_MUST_READ, "Hello\nACME", NOON, 0));
            assertThat(first.customerName()).isEqualTo("ACME");
        });
        assertThat(unread(ANNA)).containsExactly(FOR_ALL, FOR_ONE);
        assertThat(unread(CLEO)).isEmpty();

        is.happened(acknowledged(FOR_ALL, BEN));
        assertThat(unread(BEN)).containsExactly(FOR_ONE);
        assertThat(unread(ANNA)).containsExactly(FOR_ALL, FOR_ONE);
    }

    @Test
    void oneReaderIsEnoughWhereOneIsToReadIt() {
        is.happened(acknowledged(FOR_ONE, BEN));
        assertThat(unread(ANNA)).containsExactly(FOR_ALL);
        assertThat(unread(BEN)).containsExactly(FOR_ALL);
    }

    @Test
    void whoeverIsNoUserAnyMoreDropsOut() {
        is.happened(new MembershipEndSet(ACME.id(), BEN.in(ACME), NOON.plusSeconds(60)));
        assertThat(unread(BEN)).hasSize(2);
        is.clock.moveTo(NOON.plusSeconds(60));
        assertThat(unread(BEN)).isEmpty();
        assertThat(is.messages.find(BEN.id(), FOR_ALL)).isEmpty();

        is.happened(ANNA.removed(ACME));
        assertThat(unread(ANNA)).isEmpty();
        assertThat(is.messages.find(ANNA.id(), FOR_ALL)).isEmpty();
    }

    @Test
    void whoeverJoinsLaterIsNotToReadIt() {
        is.clock.moveTo(NOON.plusSeconds(2));
        is.happened(CLEO.employee(ACME));
        assertThat(unread(CLEO)).isEmpty();
        assertThat(is.messages.find(CLEO.id(), FOR_ALL)).isEmpty();
        assertThat(is.messages.find(ANNA.id(), FOR_ALL)).isPresent();
    }

    @Test
    void isShownForNinetyDays() {
        is.clock.moveTo(NOON.plus(Duration.ofDays(90)).minusSeconds(1));
        assertThat(unread(ANNA)).containsExactly(FOR_ALL, FOR_ONE);
        is.clock.moveTo(NOON.plus(Duration.ofDays(90)).plusMillis(1));
        assertThat(unread(ANNA)).containsExactly(FOR_ONE);
    }

    @Test
    void nobodyReadsInACustomerThatIsClosed() {
        is.happened(new CustomerClosed(ACME.id()));
        assertThat(unread(ANNA)).isEmpty();
    }

    @Test
    void listsWhatWasSentWithTheNumberOfReaders() {
        is.happened(acknowledged(FOR_ALL, BEN));
        is.happened(acknowledged(FOR_ALL, ANNA));
        var first = is.messages.page(ACME.id(), new PageRequest(null, 1));
        assertThat(first.items()).extracting(MessageRow::id).containsExactly(FOR_ONE);
        var second = is.messages.page(ACME.id(), new PageRequest(first.next(), 1));
        assertThat(second.items()).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(FOR_ALL);
            assertThat(row.readers()).isEqualTo(2);
        });
        assertThat(second.next()).isNull();
        assertThat(is.messages.page(BOLT.id(), PageRequest.FIRST).items()).isEmpty();
    }

    private List<MessageId> unread(Story.Somebody person) {
        return is.messages.unread(person.id()).stream()
                .map(unread -> unread.message().id())
                .toList();
    }

    private static MessageSent sent(MessageId id, MessageKind kind) {
        return new MessageSent(ACME.id(), id, BOLT.id(), kind, "Hello\nACME");
    }

    private static MessageAcknowledged acknowledged(MessageId id, Story.Somebody person) {
        return new MessageAcknowledged(ACME.id(), id, person.in(ACME));
    }
}
