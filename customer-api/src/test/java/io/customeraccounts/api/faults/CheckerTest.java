package io.customeraccounts.api.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.customeraccounts.api.faults.Call.Command;
import io.customeraccounts.api.faults.Call.Outcome;
import io.customeraccounts.api.faults.Objection.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Histories made by hand: one that keeps every promise, and one for each way to break one. */
class CheckerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-04-01T12:00:00Z");
    private static final String ACME = "acme";
    private static final String MANAGED = "managed";
    private static final String ADMINS = "CUSTOMER_ADMIN";
    private static final String EMPLOYEES = "CUSTOMER_EMPLOYEE";

    private final List<Call> calls = new ArrayList<>();
    private final List<Event> feed = new ArrayList<>();
    private final List<History.Stored> stored = new ArrayList<>();
    private final List<History.Sealed> ledger = new ArrayList<>();
    private final List<History.Address> addresses = new ArrayList<>();
    private final List<History.Mail> mails = new ArrayList<>();
    private final List<String> checkpoints = new ArrayList<>(List.of("1", "2"));
    private final List<History.Recovery> recoveries = new ArrayList<>();
    private final List<History.Note> notes = new ArrayList<>();
    private Tables tables = new Tables();
    private Tables shown = new Tables();
    private int interruptions = 1;

    /**
     * Opened, renamed, Anna invited and still pending, Ben invited, accepted, made an admin and removed, Carl invited, accepted
     * and a user until the end that was set; something in every other table. Everybody was promised access, which Ben did not
     * get because there was no such project any more.
     */
    @BeforeEach
    void everythingIsFine() {
        acknowledged("open", new Command.OpenCustomer("ACME"), 201, "{}");
        happened("opened", Map.of("identifier", "acme", "name", "ACME", "kind", "CUSTOMER"));
        acknowledged("rename", new Command.Rename(ACME, "New ACME"), 200, "{}");
        happened("renamed", Map.of("name", "New ACME"));
        acknowledged("anna", new Command.Invite(ACME, "anna@x.example", "x"), 201, "{\"id\":\"anna\"}");
        mailed(invited("anna"));
        acknowledged("ben", new Command.Invite(ACME, "ben@x.example", "y"), 201, "{\"id\":\"ben\"}");
        mailed(invited("ben"));
        acknowledged("accept", new Command.Accept("ben"), 200, "{}");
        happened("invitation-accepted", Map.of("invitationId", "ben", "membershipId", "m", "personId", "p"));
        happened(
                "user-joined", Map.of("membershipId", "m", "personId", "p", "group", EMPLOYEES, "invitationId", "ben"));
        acknowledged("carl", new Command.Invite(ACME, "carl@x.example", "x"), 201, "{\"id\":\"carl\"}");
        mailed(invited("carl"));
        acknowledged("join", new Command.Accept("carl"), 200, "{}");
        happened("invitation-accepted", Map.of("invitationId", "carl", "membershipId", "c", "personId", "q"));
        happened(
                "user-joined",
                Map.of("membershipId", "c", "personId", "q", "group", EMPLOYEES, "invitationId", "carl"));
        happened("membership-end-set", Map.of("membershipId", "c", "endsAt", LATER));
        generalData();
        projects();
        partner();
        acknowledged("promote", new Command.ChangeGroup("m", ADMINS), 200, "{}");
        happened("group-changed", Map.of("membershipId", "m", "from", EMPLOYEES, "to", ADMINS));
        acknowledged("remove", new Command.Remove("m"), 204, "");
        happened("user-removed", Map.of("membershipId", "m", "personId", "p", "cause", "BY_ADMIN"));
        followed();
        recoveries.add(new History.Recovery("a kill", Duration.ofSeconds(30)));
    }

    private void generalData() {
        acknowledged("card", new Command.AddCard(ACME, LATER.toString()), 201, "{}");
        happened("card-payment-added", Map.of("paymentMethodId", "v", "brand", "VISA", "expiresAt", LATER));
        acknowledged("address", new Command.AddBillingAddress(ACME), 201, "{}");
        happened("billing-address-added", Map.of("billingAddressId", "b"));
        happened("payment-defaults-set", Map.of("paymentMethodId", "v", "billingAddressId", "b"));
        acknowledged("another", new Command.AddCard(ACME, NOON.toString()), 201, "{}");
        happened("card-payment-added", Map.of("paymentMethodId", "w", "brand", "VISA", "expiresAt", NOON));
        acknowledged("no card", new Command.RemovePaymentMethod("w"), 204, "");
        happened("payment-method-removed", Map.of("paymentMethodId", "w"));
        acknowledged("cost centre", new Command.SetCostCentre(ACME), 200, "{}");
        happened("cost-centre-set", Map.of());
    }

    private void projects() {
        happened(
                "planned-access-skipped",
                Map.of("invitationId", "ben", "membershipId", "m", "projectId", "y", "reason", "PROJECT_ENDED"));
        acknowledged("project", new Command.CreateProject(ACME, "portal"), 201, "{}");
        happened(
                "project.created",
                Map.of(
                        "projectId",
                        "x",
                        "identifier",
                        "portal",
                        "name",
                        "Portal",
                        "paymentMethodId",
                        "v",
                        "billingAddressId",
                        "b",
                        "locations",
                        List.of("global", "east")));
        happened("project.quota-set", Map.of("projectId", "x", "location", "east", "quota", 7));
        happened(
                "project.user-assigned",
                Map.of(
                        "projectId",
                        "x",
                        "grantId",
                        "g",
                        "membershipId",
                        "c",
                        "role",
                        "PROJECT_USER",
                        "bySelf",
                        false,
                        "invitationId",
                        "carl",
                        "endsAt",
                        LATER));
        acknowledged("assign", new Command.AssignUser("x", "m"), 201, "{}");
        happened(
                "project.user-assigned",
                Map.of("projectId", "x", "grantId", "h", "membershipId", "m", "role", "PROJECT_USER"));
        acknowledged("role", new Command.ChangeRole("h", "PROJECT_ADMIN"), 200, "{}");
        happened("project.role-changed", Map.of("projectId", "x", "grantId", "h", "to", "PROJECT_ADMIN"));
        acknowledged("unassign", new Command.UnassignUser("h"), 204, "");
        happened("project.user-unassigned", Map.of("projectId", "x", "grantId", "h", "membershipId", "m"));
        acknowledged("west", new Command.AddLocation("x", "west"), 200, "{}");
        happened("project.location-added", Map.of("projectId", "x", "location", "west"));
        acknowledged("no west", new Command.RemoveLocation("x", "west"), 200, "{}");
        happened("project.location-removed", Map.of("projectId", "x", "location", "west"));
    }

    private void partner() {
        happened(
                "group.added",
                Map.of("group", "CUSTOMER_READER", "kind", "CUSTOMER", "permissions", List.of("VIEW_CUSTOMER")));
        acknowledged("managed", new Command.CreateManaged(ACME, "Managed"), 201, "{}");
        happenedTo(
                MANAGED,
                "managed-customer-created",
                Map.of("identifier", "managed", "name", "Managed", "partnerId", ACME));
        acknowledged("add myself", new Command.AddMyself(MANAGED), 200, "{}");
        happenedTo(
                MANAGED,
                "user-joined",
                Map.of(
                        "membershipId",
                        "s",
                        "personId",
                        "q",
                        "group",
                        ADMINS,
                        "throughPartner",
                        Map.of("partnerId", ACME, "membershipId", "c")));
        happenedTo(MANAGED, "message.sent", Map.of("messageId", "n", "partnerId", ACME, "kind", "SINGLE_READ"));
        happenedTo(MANAGED, "message.acknowledged", Map.of("messageId", "n", "membershipId", "s"));
    }

    @Test
    void hasNothingToSayWhenEveryPromiseIsKept() {
        assertThat(objections()).isEmpty();
    }

    /** Ben had been promised access; he is invited again, without, once answered and once not. */
    @Test
    void doesNotTakeAnInvitationForWhatAnotherOneToTheSameAddressPromised() {
        acknowledged("again", new Command.Invite(ACME, "ben@x.example", null), 201, "{\"id\":\"again\"}");
        happened("user-invited", Map.of("invitationId", "again", "group", EMPLOYEES, "expiresAt", LATER));
        addresses.add(new History.Address("unanswered", "ben@x.example"));
        happened("user-invited", Map.of("invitationId", "unanswered", "group", EMPLOYEES, "expiresAt", LATER));

        var plans = Checker.tablesAfter(history()).table("plan");
        assertThat(plans.get("ben")).containsEntry("planned_access", "y PROJECT_USER");
        assertThat(plans.get("again")).containsEntry("planned_access", null);
        assertThat(plans.get("unanswered")).containsEntry("planned_access", null);
    }

    // Acknowledged

    @Test
    void missesAnAcknowledgedCommand() {
        acknowledged("lost", new Command.Rename(ACME, "Never"), 200, "{}");

        assertBroken(Promise.ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void missesAnAcknowledgedInvitation() {
        acknowledged("lost", new Command.Invite(ACME, "dora@x.example", null), 201, "{\"id\":\"dora\"}");

        assertBroken(Promise.ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void missesTheGroupThatAUserWasToBeIn() {
        call("demote", new Command.ChangeGroup("m", EMPLOYEES), new Outcome.Ok(200, "{}"));

        assertBroken(Promise.ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void acceptsThatAUserWasInTheGroupAlready() {
        var promoted = feed.get(feed.size() - 2).time();
        call("again", new Command.ChangeGroup("m", ADMINS), new Outcome.Ok(200, "{}"), promoted, promoted);

        assertThat(objections()).isEmpty();
    }

    @Test
    void missesWhatWasAcknowledgedOfGeneralDataAndOfAPartner() {
        acknowledged("lost card", new Command.AddCard(ACME, "2100-01-01T00:00:00Z"), 201, "{}");
        acknowledged("lost address", new Command.AddBillingAddress(ACME), 201, "{}");
        acknowledged("lost centre", new Command.SetCostCentre(ACME), 200, "{}");
        acknowledged("lost removal", new Command.RemovePaymentMethod("v"), 204, "");
        acknowledged("lost customer", new Command.CreateManaged(ACME, "Lost"), 201, "{}");
        acknowledged("lost stay", new Command.AddMyself("lost"), 200, "{}");

        assertThat(objections()).hasSize(6).extracting(Objection::broken).containsOnly(Promise.ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void missesWhatWasAcknowledgedOfProjects() {
        acknowledged("lost project", new Command.CreateProject(ACME, "lost"), 201, "{}");
        acknowledged("lost location", new Command.AddLocation("x", "lost"), 200, "{}");
        acknowledged("lost removal", new Command.RemoveLocation("x", "east"), 200, "{}");
        acknowledged("lost assignment", new Command.AssignUser("x", "s"), 201, "{}");
        acknowledged("lost unassignment", new Command.UnassignUser("g"), 204, "");
        acknowledged("lost deletion", new Command.DeleteProject("x"), 204, "");
        acknowledged("lost leave", new Command.Leave("c"), 204, "");

        assertThat(objections()).hasSize(7).extracting(Objection::broken).containsOnly(Promise.ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void missesTheAccessThatAnInvitationPromised() {
        feed.removeIf(event -> event.type().equals("planned-access-skipped"));
        stored.removeIf(it -> feed.stream().noneMatch(event -> event.id().equals(it.event())));
        ledger.removeIf(it -> feed.stream().noneMatch(event -> event.id().equals(it.event())));
        followed();

        assertThat(objections()).extracting(Objection::broken).contains(Promise.ACKNOWLEDGED_IS_KEPT);
    }

    /** Which of the two came first, only the service can know. */
    @Test
    void acceptsThatSystemsAreAskedOrNotWhereAProjectComesOrLeavesAtTheMomentOfARemoval() {
        var removed = feed.getLast();
        var leaves = happened("project.location-removed", Map.of("projectId", "x", "location", "east"));
        acknowledged("no east", new Command.RemoveLocation("x", "east"), 200, "{}");
        feed.set(feed.size() - 1, at(removed.time(), leaves));
        followed();
        assertThat(objections()).isEmpty();

        var row = new Tables.Row();
        row.putAll(tables.table("revocation").get(removed.id() + " global"));
        tables.table("revocation").put(removed.id() + " east", row);
        assertThat(objections()).isEmpty();

        // Later, it cannot have been so.
        feed.set(feed.size() - 1, leaves);
        followed();
        assertThat(objections()).isEmpty();
        tables.table("revocation").remove(removed.id() + " east");
        assertBroken(Promise.TABLES_FOLLOW_THE_LOG);
    }

    private static Event at(Instant time, Event event) {
        return new Event(
                event.id(),
                event.position(),
                event.customer(),
                event.sequence(),
                event.type(),
                time,
                event.actor(),
                event.cause(),
                event.data());
    }

    @Test
    void findsASecondStayOfAPartnersUser() {
        happenedTo(
                MANAGED,
                "user-joined",
                Map.of(
                        "membershipId",
                        "s2",
                        "personId",
                        "q",
                        "group",
                        ADMINS,
                        "throughPartner",
                        Map.of("partnerId", ACME, "membershipId", "c")));
        followed();

        assertBroken(Promise.ONE_EFFECT_PER_KEY);
    }

    // Refused

    @Test
    void findsTheEffectOfARefusedCommand() {
        call("refused", new Command.Rename(ACME, "Refused"), new Outcome.Fail(409, "customer-closed", "{}"));
        happened("renamed", Map.of("name", "Refused"));
        followed();

        assertBroken(Promise.REFUSED_HAS_NO_EFFECT);
    }

    // Unknown

    @Test
    void acceptsAnUnknownCommandThatHadNoEffect() {
        call("maybe", new Command.Rename(ACME, "Maybe"), new Outcome.Unknown("killed"));

        assertThat(objections()).isEmpty();
    }

    @Test
    void acceptsAnUnknownCommandThatHadItsEffect() {
        call("maybe", new Command.Rename(ACME, "Maybe"), new Outcome.Unknown("killed"));
        happened("renamed", Map.of("name", "Maybe"));
        followed();

        assertThat(objections()).isEmpty();
    }

    @Test
    void findsAnUnknownCommandThatHadItsEffectTwice() {
        call("maybe", new Command.Rename(ACME, "Maybe"), new Outcome.Unknown("killed"));
        happened("renamed", Map.of("name", "Maybe"));
        happened("renamed", Map.of("name", "Maybe"));
        followed();

        assertBroken(Promise.ONE_EFFECT_PER_KEY);
    }

    // Keys

    @Test
    void findsASecondEffectOfOneKey() {
        acknowledged("rename", new Command.Rename(ACME, "New ACME"), 200, "{}");
        happened("renamed", Map.of("name", "New ACME"));
        followed();

        assertBroken(Promise.ONE_EFFECT_PER_KEY);
    }

    @Test
    void findsWhatNobodyAskedFor() {
        happened("renamed", Map.of("name", "Out of the blue"));
        followed();

        assertBroken(Promise.ONE_EFFECT_PER_KEY);
    }

    @Test
    void findsTwoAnswersForOneKey() {
        call("remove", new Command.Remove("m"), new Outcome.Fail(404, "user-not-found", "{}"));

        assertBroken(Promise.SAME_ANSWER_PER_KEY);
    }

    @Test
    void findsTwoTextsForOneKey() {
        acknowledged("rename", new Command.Rename(ACME, "New ACME"), 200, "{\"name\":\"Other\"}");

        assertBroken(Promise.SAME_ANSWER_PER_KEY);
    }

    @Test
    void acceptsAnAnswerThatIsOnlyForNow() {
        call("remove", new Command.Remove("m"), new Outcome.Fail(409, "concurrent-change", "{}"));
        call("remove", new Command.Remove("m"), new Outcome.Fail(409, "idempotency-key-in-use", "{}"));

        assertThat(objections()).isEmpty();
    }

    @Test
    void findsTheEffectOfACallThatWasOnlyPutOff() {
        call("later", new Command.Rename(ACME, "Later"), new Outcome.Fail(409, "concurrent-change", "{}"));
        happened("renamed", Map.of("name", "Later"));
        followed();

        assertBroken(Promise.ONE_EFFECT_PER_KEY);
    }

    // Read tables

    /** Planted in each table, each of its columns, and each list of the API. */
    @TestFactory
    Stream<DynamicTest> findsADifferenceInEachColumn() {
        return Stream.of(tables, shown)
                .flatMap(where -> where.names().stream()
                        .flatMap(table -> where.table(table).entrySet().stream()
                                .flatMap(row -> row.getValue().keySet().stream()
                                        .map(column -> dynamicTest(table + " " + row.getKey() + " " + column, () -> {
                                            var right = row.getValue().put(column, "something else");

                                            assertBroken(Promise.TABLES_FOLLOW_THE_LOG);

                                            row.getValue().put(column, right);
                                        })))));
    }

    @TestFactory
    Stream<DynamicTest> findsARowThatIsMissing() {
        return Stream.of(tables, shown)
                .flatMap(where -> where.names().stream()
                        .map(table -> dynamicTest(table, () -> {
                            var rows = where.table(table);
                            var id = rows.keySet().iterator().next();
                            var right = rows.remove(id);

                            assertBroken(Promise.TABLES_FOLLOW_THE_LOG);

                            rows.put(id, right);
                        })));
    }

    @TestFactory
    Stream<DynamicTest> findsARowTooMany() {
        return Stream.of(tables, shown)
                .flatMap(where -> where.names().stream()
                        .map(table -> dynamicTest(table, () -> {
                            where.add(table, "ghost", new Tables.Row().with("name", "Ghost"));

                            assertBroken(Promise.TABLES_FOLLOW_THE_LOG);

                            where.table(table).remove("ghost");
                        })));
    }

    @Test
    void findsARowThatIsListedTwice() {
        shown.add("invitations", "anna", new Tables.Row());

        assertBroken(Promise.TABLES_FOLLOW_THE_LOG);
    }

    // Ledger

    @Test
    void missesAnEventInTheLedger() {
        stored.add(new History.Stored("unsealed", "other", 0));

        assertBroken(Promise.LEDGER_HOLDS_EVERYTHING_ONCE);
    }

    @Test
    void findsAGapInTheLedger() {
        var last = ledger.removeLast();
        ledger.add(new History.Sealed(last.position() + 1, last.event()));
        moveLastInFeed(last.position() + 1);

        assertBroken(Promise.LEDGER_HOLDS_EVERYTHING_ONCE);
    }

    @Test
    void findsAnEventThatIsSealedTwice() {
        ledger.add(new History.Sealed(ledger.size() + 1, ledger.getLast().event()));

        assertThat(objections()).isNotEmpty().allMatch(it -> it.broken() == Promise.LEDGER_HOLDS_EVERYTHING_ONCE);
    }

    @Test
    void findsASealedEventThatDoesNotExist() {
        stored.removeLast();

        assertBroken(Promise.LEDGER_HOLDS_EVERYTHING_ONCE);
    }

    @Test
    void findsEventsOfACustomerInTheWrongOrder() {
        var event = stored.removeLast();
        stored.add(new History.Stored(event.event(), event.customer(), 99));

        assertBroken(Promise.LEDGER_HOLDS_EVERYTHING_ONCE);
    }

    @Test
    void findsAFeedThatShowsSomethingElse() {
        moveLastInFeed(99);

        assertBroken(Promise.LEDGER_HOLDS_EVERYTHING_ONCE);
    }

    // Mails

    @Test
    void missesTheMailOfAPendingInvitation() {
        mails.removeFirst();
        followed();

        assertBroken(Promise.INVITATIONS_ARE_MAILED);
    }

    @Test
    void doesNotMissTheMailOfAnInvitationThatHasEnded() {
        mails.removeLast();
        followed();

        assertThat(objections()).isEmpty();
    }

    @Test
    void findsAnInvitationMailedToSomebodyElse() {
        var mail = mails.removeFirst();
        mails.add(new History.Mail(mail.id(), "somebody@else.example"));

        assertBroken(Promise.INVITATIONS_ARE_MAILED);
    }

    @Test
    void acceptsOneRepetitionForEachInterruption() {
        mails.add(mails.getFirst());

        assertThat(objections()).isEmpty();
    }

    @Test
    void findsMoreRepetitionsThanInterruptions() {
        mails.add(mails.getFirst());
        mails.add(mails.getFirst());

        assertBroken(Promise.MAILS_REPEAT_ONLY_AS_THEMSELVES);
    }

    @Test
    void findsARepetitionUnderAnotherMessageId() {
        mails.add(new History.Mail(id(77), mails.getFirst().to()));
        notes.add(new History.Note(id(77), "SENT"));

        assertBroken(Promise.MAILS_REPEAT_ONLY_AS_THEMSELVES);
    }

    @Test
    void findsAMailThatIsNotedAsSentAndWasNot() {
        notes.removeIf(it -> it.state().equals("WAITING"));
        notes.add(new History.Note(feed.getLast().id(), "SENT"));

        assertBroken(Promise.NOTES_ABOUT_MAILS_ARE_TRUE);
    }

    @Test
    void findsAMailThatNobodyHasNoted() {
        notes.removeIf(it ->
                it.state().equals("SENT") && it.mail().equals(mails.getFirst().id()));

        assertBroken(Promise.NOTES_ABOUT_MAILS_ARE_TRUE);
    }

    @Test
    void findsMoreRepetitionsOfACheckpointThanInterruptions() {
        checkpoints.addAll(Collections.nCopies(interruptions, "2"));
        assertThat(objections()).isEmpty();
        checkpoints.add("2");

        assertBroken(Promise.CHECKPOINTS_REPEAT_ONLY_AFTER_AN_INTERRUPTION);
    }

    // Recovery

    @Test
    void findsARecoveryThatTookTooLong() {
        recoveries.add(new History.Recovery("a kill", Duration.ofMillis(30_001)));

        assertBroken(Promise.RECOVERS);
    }

    @Test
    void findsThatSomebodyNeverFollowed() {
        recoveries.add(new History.Recovery("a kill", null));

        assertBroken(Promise.RECOVERS);
    }

    // Independence

    @Test
    void theCheckerKnowsNothingOfTheService() {
        var faults = new ClassFileImporter().importPackagesOf(Checker.class);

        assertThat(ofTheService(faults, Checker.class)).isEmpty();
        assertThatThrownBy(() ->
                        assertThat(ofTheService(faults, KnowsTheService.class)).isEmpty())
                .isInstanceOf(AssertionError.class);
    }

    private static List<String> ofTheService(JavaClasses all, Class<?> type) {
        return all.get(type).getTransitiveDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getName())
                .filter(name -> name.startsWith("io.customeraccounts.")
                        && !name.startsWith(Checker.class.getPackageName() + "."))
                .distinct()
                .toList();
    }

    /** Planted. */
    @SuppressWarnings("unused")
    private static final class KnowsTheService {
        private io.customeraccounts.domain.values.@org.jspecify.annotations.Nullable CustomerId id;
    }

    // Making histories

    private List<Objection> objections() {
        return Checker.check(history());
    }

    private History history() {
        return new History(
                calls,
                feed,
                stored,
                ledger,
                tables,
                shown,
                addresses,
                mails,
                notes,
                checkpoints,
                interruptions,
                recoveries);
    }

    private void assertBroken(Promise promise) {
        assertThat(objections()).extracting(Objection::broken).containsExactly(promise);
    }

    /** The time of the next event, which nobody could take for that of another one. */
    private Instant now() {
        return NOON.plus(Places.MOMENT.multipliedBy(2L * feed.size()));
    }

    private void acknowledged(String key, Command command, int status, String answer) {
        call(key, command, new Outcome.Ok(status, answer));
    }

    private void call(String key, Command command, Outcome outcome) {
        call(key, command, outcome, now(), now().plusSeconds(1));
    }

    private void call(String key, Command command, Outcome outcome, Instant sent, Instant ended) {
        calls.add(new Call(key, command, sent, ended, outcome));
    }

    private Event invited(String name) {
        addresses.add(new History.Address(name, name + "@x.example"));
        return happened("user-invited", Map.of("invitationId", name, "group", EMPLOYEES, "expiresAt", LATER));
    }

    /** Every table is as the events up to now demand. */
    private void followed() {
        tables = Checker.tablesAfter(history());
        shown = ReadTables.shownAfter(feed);
        addresses.forEach(it -> shown.table("invitations").get(it.invitation()).put("email", it.email()));
        notes.clear();
        tables.table("mail")
                .keySet()
                .forEach(id -> notes.add(new History.Note(
                        id, mails.stream().anyMatch(mail -> mail.id().equals(id)) ? "SENT" : "WAITING")));
    }

    private void mailed(Event event) {
        mails.add(new History.Mail(event.id(), event.text("invitationId") + "@x.example"));
    }

    private Event happened(String type, Map<String, Object> data) {
        return happenedTo(ACME, type, data);
    }

    private Event happenedTo(String customer, String type, Map<String, Object> data) {
        var number = feed.size();
        var sequence =
                feed.stream().filter(it -> it.customer().equals(customer)).count();
        var event = new Event(
                id(number), number + 1, customer, sequence, type, now(), null, null, new LinkedHashMap<>(data));
        feed.add(event);
        stored.add(new History.Stored(event.id(), customer, sequence));
        ledger.add(new History.Sealed(event.position(), event.id()));
        return event;
    }

    private static String id(int number) {
        return "00000000-0000-7000-8000-%012d".formatted(number);
    }

    private void moveLastInFeed(long position) {
        var last = feed.removeLast();
        feed.add(new Event(
                last.id(),
                position,
                last.customer(),
                last.sequence(),
                last.type(),
                last.time(),
                last.actor(),
                last.cause(),
                last.data()));
        followed();
    }
}
