package io.customeraccounts.api.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.customeraccounts.api.faults.Call.Command;
import io.customeraccounts.api.faults.Call.Outcome;
import io.customeraccounts.api.faults.Objection.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges a history by what the service promises. Knows what the API and the feed say to everyone, and nothing of the
 * service's code: what the service takes for right is no reason.
 */
final class Checker {

    static final Duration RECOVERED_WITHIN = Duration.ofSeconds(30);

    private static final int UUID_LENGTH = 36;
    private static final JsonMapper JSON = new JsonMapper();

    private final History history;
    private final List<Request> requests;
    private final Map<String, String> emails = new HashMap<>();
    /** Projects, by the addresses of whom they were promised to. */
    private final Map<String, String> planned = new HashMap<>();

    /** Which invitation it is that promises something, by address. Whoever was removed may be invited again, without. */
    private final Map<String, String> promising = new HashMap<>();

    private final Set<String> plain = new HashSet<>();

    private final List<Objection> objections = new ArrayList<>();

    private Checker(History history) {
        this.history = history;
        this.requests = Request.of(history.calls());
        history.addresses().forEach(it -> emails.put(it.invitation(), it.email()));
        // What was answered is known, whatever the tables have lost.
        for (var request : requests) {
            if (request.command() instanceof Command.Invite invite) {
                if (invite.planned() != null) {
                    planned.put(invite.email(), invite.planned());
                }
                request.acknowledgement().ifPresent(ok -> {
                    emails.put(field(ok, "/id"), invite.email());
                    if (invite.planned() == null) {
                        plain.add(field(ok, "/id"));
                    } else {
                        promising.put(invite.email(), field(ok, "/id"));
                    }
                });
            }
        }
    }

    /** Nothing if every promise has been kept. */
    static List<Objection> check(History history) {
        var checker = new Checker(history);
        checker.answers();
        checker.effects();
        checker.groups();
        checker.plans();
        checker.ledger();
        checker.tables();
        checker.mails();
        checker.notes();
        checker.checkpoints();
        checker.recoveries();
        return checker.objections;
    }

    private void objectIf(boolean wrong, Promise broken, String because) {
        if (wrong) {
            objections.add(new Objection(broken, because));
        }
    }

    // Answers

    /** All calls with one key. */
    private record Request(String key, Command command, List<Call> calls) {

        static List<Request> of(List<Call> calls) {
            var byKey = new LinkedHashMap<String, List<Call>>();
            calls.forEach(call ->
                    byKey.computeIfAbsent(call.key(), key -> new ArrayList<>()).add(call));
            return byKey.entrySet().stream()
                    .map(it -> new Request(it.getKey(), it.getValue().getFirst().command(), it.getValue()))
                    .toList();
        }

        Optional<Call> acknowledged() {
            return calls.stream()
                    .filter(call -> call.outcome() instanceof Outcome.Ok)
                    .findFirst();
        }

        Optional<Outcome.Ok> acknowledgement() {
            return acknowledged().map(call -> (Outcome.Ok) call.outcome());
        }

        boolean isRefused() {
            return acknowledged().isEmpty()
                    && calls.stream().anyMatch(call -> call.outcome() instanceof Outcome.Fail fail && !fail.isForNow());
        }

        boolean isUnknown() {
            return acknowledged().isEmpty()
                    && !isRefused()
                    && calls.stream().anyMatch(call -> call.outcome() instanceof Outcome.Unknown);
        }

        /** Different ones, except those that were only for now. */
        Set<Outcome> answers() {
            var answers = new HashSet<Outcome>();
            for (var call : calls) {
                switch (call.outcome()) {
                    case Outcome.Ok ok -> answers.add(ok);
                    case Outcome.Fail fail when !fail.isForNow() -> answers.add(fail);
                    case Outcome.Fail _, Outcome.Unknown _ -> {}
                }
            }
            return answers;
        }

        Instant sent() {
            return calls.stream().map(Call::sent).min(Instant::compareTo).orElseThrow();
        }
    }

    private void answers() {
        for (var request : requests) {
            objectIf(
                    request.answers().size() > 1,
                    Promise.SAME_ANSWER_PER_KEY,
                    "%s of %s was answered differently: %s"
                            .formatted(request.key(), request.command(), request.answers()));
        }
    }

    // Effects

    /** What a command does, in words that its event has too. */
    private record Effect(String what, List<String> of) {

        Effect(String what, String... of) {
            this(what, List.of(of));
        }
    }

    private static Effect effect(Command command) {
        return switch (command) {
            case Command.OpenCustomer it -> new Effect("opened", it.name());
            case Command.Rename it -> new Effect("renamed", it.customer(), it.name());
            case Command.Invite it -> new Effect("invited", it.customer(), it.email());
            case Command.Accept it -> new Effect("accepted", it.invitation());
            case Command.ChangeGroup it -> new Effect("changed", it.membership(), it.group());
            case Command.Remove it -> new Effect("removed", it.membership());
            case Command.AddCard it -> new Effect("card added", it.customer(), it.expiresAt());
            case Command.RemovePaymentMethod it -> new Effect("payment method removed", it.paymentMethod());
            case Command.AddBillingAddress it -> new Effect("address added", it.customer());
            case Command.SetCostCentre it -> new Effect("cost centre set", it.customer());
            case Command.CreateManaged it -> new Effect("created", it.partner(), it.name());
            case Command.AddMyself it -> new Effect("added themself", it.customer());
            case Command.Leave it -> new Effect("removed", it.membership());
            case Command.CreateProject it -> new Effect("project created", it.customer(), it.identifier());
            case Command.AddLocation it -> new Effect("location added", it.project(), it.location());
            case Command.RemoveLocation it -> new Effect("location removed", it.project(), it.location());
            case Command.DeleteProject it -> new Effect("project deleted", it.project());
            case Command.AssignUser it -> new Effect("assigned", it.project(), it.membership());
            case Command.ChangeRole it -> new Effect("role changed", it.grant(), it.role());
            case Command.UnassignUser it -> new Effect("unassigned", it.grant());
        };
    }

    /** Empty if it is a consequence of something else, or if the tables have lost what it is about. */
    private Optional<Effect> effect(Event event) {
        return switch (event.type()) {
            case "opened" -> Optional.of(new Effect("opened", event.text("name")));
            case "renamed" -> Optional.of(new Effect("renamed", event.customer(), event.text("name")));
            case "user-invited" ->
                Optional.ofNullable(emails.get(event.text("invitationId")))
                        .map(email -> new Effect("invited", event.customer(), email));
            case "invitation-accepted" -> Optional.of(new Effect("accepted", event.text("invitationId")));
            // An operator has made a partner of the customer, for which everybody has another group.
            case "group-changed" ->
                event.isByOperator()
                        ? Optional.empty()
                        : Optional.of(new Effect("changed", event.text("membershipId"), event.text("to")));
            case "user-removed" -> Optional.of(new Effect("removed", event.text("membershipId")));
            case "card-payment-added" ->
                Optional.of(new Effect("card added", event.customer(), event.text("expiresAt")));
            case "payment-method-removed" ->
                Optional.of(new Effect("payment method removed", event.text("paymentMethodId")));
            case "billing-address-added" -> Optional.of(new Effect("address added", event.customer()));
            case "cost-centre-set" -> Optional.of(new Effect("cost centre set", event.customer()));
            case "managed-customer-created" ->
                Optional.of(new Effect("created", event.text("partnerId"), event.text("name")));
            case "user-joined" ->
                Optional.ofNullable(event.textIn("throughPartner", "partnerId"))
                        .map(partner -> new Effect("added themself", event.customer()));
            case "project.created" ->
                Optional.of(new Effect("project created", event.customer(), event.text("identifier")));
            case "project.location-added" ->
                Optional.of(new Effect("location added", event.text("projectId"), event.text("location")));
            case "project.location-removed" ->
                Optional.of(new Effect("location removed", event.text("projectId"), event.text("location")));
            case "project.marked-for-deletion" -> Optional.of(new Effect("project deleted", event.text("projectId")));
            // What an invitation promised follows from its acceptance.
            case "project.user-assigned" ->
                event.textOrNull("invitationId") != null
                        ? Optional.empty()
                        : Optional.of(new Effect("assigned", event.text("projectId"), event.text("membershipId")));
            case "project.role-changed" ->
                Optional.of(new Effect("role changed", event.text("grantId"), event.text("to")));
            case "project.user-unassigned" -> Optional.of(new Effect("unassigned", event.text("grantId")));
            default -> Optional.empty();
        };
    }

    private void effects() {
        var happened = history.feed().stream()
                .flatMap(event -> effect(event).stream())
                .collect(groupingBy(effect -> effect, counting()));
        var wanted = requests.stream().collect(groupingBy(request -> effect(request.command())));
        Stream.concat(happened.keySet().stream(), wanted.keySet().stream())
                .distinct()
                .forEach(effect ->
                        count(effect, happened.getOrDefault(effect, 0L), wanted.getOrDefault(effect, List.of())));
    }

    private void count(Effect effect, long times, List<Request> wanted) {
        var acknowledged =
                wanted.stream().filter(it -> it.acknowledged().isPresent()).count();
        var unknown = wanted.stream().filter(Request::isUnknown).count();
        var least = wanted.isEmpty()
                ? 0
                : switch (wanted.getFirst().command()) {
                    case Command.OpenCustomer _,
                            Command.Rename _,
                            Command.Invite _,
                            Command.Remove _,
                            Command.AddCard _,
                            Command.RemovePaymentMethod _,
                            Command.AddBillingAddress _,
                            Command.SetCostCentre _,
                            Command.CreateManaged _,
                            Command.AddMyself _,
                            Command.Leave _,
                            Command.CreateProject _,
                            Command.AddLocation _,
                            Command.RemoveLocation _,
                            Command.DeleteProject _,
                            Command.AssignUser _,
                            Command.UnassignUser _ -> acknowledged;
                    // Whoever has accepted may say so again.
                    case Command.Accept _ -> Math.min(1, acknowledged);
                    // Who is in the group or has the role already keeps it; see below.
                    case Command.ChangeGroup _, Command.ChangeRole _ -> 0;
                };
        objectIf(
                times < least,
                Promise.ACKNOWLEDGED_IS_KEPT,
                "%s happened %d times, not %d".formatted(effect, times, least));
        if (times > acknowledged + unknown) {
            var onlyRefused = !wanted.isEmpty() && wanted.stream().allMatch(Request::isRefused);
            objectIf(
                    true,
                    onlyRefused ? Promise.REFUSED_HAS_NO_EFFECT : Promise.ONE_EFFECT_PER_KEY,
                    "%s happened %d times; %d were acknowledged and %d are unknown"
                            .formatted(effect, times, acknowledged, unknown));
        }
    }

    /** Whoever was told that a user is in a group now: so it was, at some moment between question and answer. */
    private void groups() {
        for (var request : requests) {
            if (request.command() instanceof Command.ChangeGroup change) {
                request.acknowledged()
                        .ifPresent(ok -> objectIf(
                                !wasIn(change.group(), change.membership(), request.sent(), ok.ended()),
                                Promise.ACKNOWLEDGED_IS_KEPT,
                                "%s was never in %s between %s and %s"
                                        .formatted(change.membership(), change.group(), request.sent(), ok.ended())));
            }
        }
    }

    private boolean wasIn(String group, String membership, Instant from, Instant to) {
        var is = false;
        for (var event : history.feed()) {
            if (membership.equals(event.textOrNull("membershipId"))) {
                // It is so until the next event, which may be the one that ends it.
                if (is && !event.time().isBefore(from)) {
                    return true;
                }
                is = switch (event.type()) {
                    case "user-joined" -> event.text("group").equals(group);
                    case "group-changed" -> event.text("to").equals(group);
                    case "user-removed" -> false;
                    default -> is;
                };
                if (event.time().isAfter(to)) {
                    return false;
                }
            }
        }
        return is;
    }

    /** Whoever has accepted an invitation has got the access that it promised, or it is recorded that they have not. */
    private void plans() {
        var kept = history.feed().stream()
                .filter(event -> List.of("project.user-assigned", "planned-access-skipped")
                        .contains(event.type()))
                .map(event -> event.textOrNull("invitationId") + " " + event.text("projectId"))
                .collect(toSet());
        for (var event : history.feed()) {
            if (event.type().equals("invitation-accepted")) {
                var project = plannedIn(event.text("invitationId"));
                objectIf(
                        project != null && !kept.contains(event.text("invitationId") + " " + project),
                        Promise.ACKNOWLEDGED_IS_KEPT,
                        "invitation %s promised access to %s, which was neither given nor skipped"
                                .formatted(event.text("invitationId"), project));
            }
        }
    }

    private @Nullable String plannedIn(String invitation) {
        var email = emails.get(invitation);
        return email == null
                        || plain.contains(invitation)
                        || !promising.getOrDefault(email, invitation).equals(invitation)
                ? null
                : planned.get(email);
    }

    // The ledger

    private void ledger() {
        var stored = new HashMap<String, History.Stored>();
        history.stored().forEach(it -> stored.put(it.event(), it));
        var sealed = new HashSet<String>();
        var next = new HashMap<String, Long>();
        var position = 0L;
        for (var it : history.ledger()) {
            objectIf(
                    it.position() != ++position,
                    Promise.LEDGER_HOLDS_EVERYTHING_ONCE,
                    "position %d comes instead of %d".formatted(it.position(), position));
            objectIf(
                    !sealed.add(it.event()),
                    Promise.LEDGER_HOLDS_EVERYTHING_ONCE,
                    "event %s is sealed twice".formatted(it.event()));
            var event = stored.get(it.event());
            objectIf(
                    event == null,
                    Promise.LEDGER_HOLDS_EVERYTHING_ONCE,
                    "event %s is sealed and not stored".formatted(it.event()));
            if (event != null) {
                var expected = next.merge(event.customer(), 1L, Long::sum) - 1;
                objectIf(
                        event.sequence() != expected,
                        Promise.LEDGER_HOLDS_EVERYTHING_ONCE,
                        "event %d of %s comes before its event %d"
                                .formatted(event.sequence(), event.customer(), expected));
            }
        }
        stored.keySet().stream()
                .filter(event -> !sealed.contains(event))
                .forEach(event -> objectIf(
                        true,
                        Promise.LEDGER_HOLDS_EVERYTHING_ONCE,
                        "event %s is stored and not sealed".formatted(event)));
        var shown = history.feed().stream()
                .map(it -> new History.Sealed(it.position(), it.id()))
                .toList();
        objectIf(
                !shown.equals(history.ledger()),
                Promise.LEDGER_HOLDS_EVERYTHING_ONCE,
                "the feed shows something else than the ledger holds");
    }

    // Tables

    private void tables() {
        var places = Places.after(history.feed());
        var folded = folded(places);
        // What may be asked need not, but if it is, then rightly.
        var asked = history.tables().table("revocation").keySet();
        places.perhapsAsked().forEach((id, row) -> {
            if (asked.contains(id)) {
                folded.table("revocation").put(id, row);
            }
        });
        compare(folded, history.tables());
        var shown = ReadTables.shownAfter(history.feed());
        shown.table("invitations").forEach((id, row) -> row.put("email", emails.get(id)));
        compare(shown, history.shown());
    }

    /** Every table as it must be after the history's feed. */
    static Tables tablesAfter(History history) {
        return new Checker(history).folded(Places.after(history.feed()));
    }

    private Tables folded(Places places) {
        var folded = new Tables();
        var read = ReadTables.after(history.feed());
        for (var tables : List.of(
                read, Memories.after(history.feed()), Past.after(history.feed()), ofInvited(read), places.tables())) {
            tables.names().forEach(name -> folded.table(name).putAll(tables.table(name)));
        }
        folded.table("revocation").putAll(places.asked());
        return folded;
    }

    /** What is not in the feed, but known from the calls: who is invited, and what that promises. */
    private Tables ofInvited(Tables read) {
        var tables = new Tables();
        var plans = tables.table("planned_access");
        var promises = tables.table("plan");
        read.table("invitation").forEach((id, row) -> {
            var project = plannedIn(id);
            var plan = project == null ? null : project + " PROJECT_USER";
            promises.put(id, new Tables.Row().with("planned_access", plan));
            if (plan != null && "PENDING".equals(row.get("state"))) {
                plans.put(id, new Tables.Row().with("planned", plan).with("membership_id", null));
            }
        });
        var persons = tables.table("person");
        read.table("customer_user").forEach((id, row) -> {
            var invitation = row.get("invitation_id");
            if (invitation != null && emails.containsKey(invitation)) {
                persons.put(id, new Tables.Row().with("subject", emails.get(invitation)));
            }
        });
        return tables;
    }

    private void compare(Tables folded, Tables found) {
        folded.names().forEach(name -> compare(name, folded.table(name), found.table(name)));
    }

    private void compare(String table, Map<String, Tables.Row> folded, Map<String, Tables.Row> found) {
        Stream.concat(folded.keySet().stream(), found.keySet().stream())
                .distinct()
                .forEach(id -> objectIf(
                        !Objects.equals(folded.get(id), found.get(id)),
                        Promise.TABLES_FOLLOW_THE_LOG,
                        "%s %s should be %s and is %s".formatted(table, id, folded.get(id), found.get(id))));
    }

    // Mails

    private void mails() {
        var byMessage = history.mails().stream().collect(groupingBy(History.Mail::id));
        var ended = new HashSet<String>();
        var events = new HashMap<String, Event>();
        for (var event : history.feed()) {
            events.put(event.id(), event);
            if (event.isByOperator() && event.cause() != null) {
                // Whose mail is about the whole command.
                events.put(event.cause(), event);
            }
            if (Set.of("invitation-accepted", "invitation-declined", "invitation-cancelled", "invitation-expired")
                    .contains(event.type())) {
                ended.add(event.text("invitationId"));
            }
        }
        for (var event : history.feed()) {
            if (event.type().equals("user-invited") && !ended.contains(event.text("invitationId"))) {
                objectIf(
                        !byMessage.containsKey(event.id()),
                        Promise.INVITATIONS_ARE_MAILED,
                        "there is no mail for invitation %s".formatted(event.text("invitationId")));
            }
        }
        byMessage.forEach((id, copies) -> repeated(id, copies, events));
    }

    private void repeated(String id, List<History.Mail> copies, Map<String, Event> events) {
        var event = events.get(id.substring(0, Math.min(UUID_LENGTH, id.length())));
        objectIf(event == null, Promise.MAILS_REPEAT_ONLY_AS_THEMSELVES, "mail %s is about nothing".formatted(id));
        objectIf(
                copies.size() > 1 + history.interruptions(),
                Promise.MAILS_REPEAT_ONLY_AS_THEMSELVES,
                "mail %s came %d times, with %d interruptions".formatted(id, copies.size(), history.interruptions()));
        var recipients = new HashSet<>(copies.stream().map(History.Mail::to).toList());
        objectIf(
                recipients.size() > 1,
                Promise.MAILS_REPEAT_ONLY_AS_THEMSELVES,
                "mail %s went to different people: %s".formatted(id, recipients));
        if (event != null && event.type().equals("user-invited") && id.length() == UUID_LENGTH) {
            var invited = emails.get(event.text("invitationId"));
            objectIf(
                    invited != null && !recipients.contains(invited),
                    Promise.INVITATIONS_ARE_MAILED,
                    "the mail for %s went to %s".formatted(invited, recipients));
        }
    }

    private void notes() {
        var sent = history.mails().stream().map(History.Mail::id).collect(toSet());
        var noted = history.notes().stream().map(History.Note::mail).collect(toSet());
        for (var note : history.notes()) {
            objectIf(
                    note.state().equals("SENT") && !sent.contains(note.mail()),
                    Promise.NOTES_ABOUT_MAILS_ARE_TRUE,
                    "mail %s is noted as sent and was not".formatted(note.mail()));
        }
        for (var mail : sent) {
            objectIf(
                    !noted.contains(mail),
                    Promise.NOTES_ABOUT_MAILS_ARE_TRUE,
                    "mail %s was sent and nobody has noted it".formatted(mail));
        }
    }

    private void checkpoints() {
        history.checkpoints().stream()
                .collect(groupingBy(it -> it, counting()))
                .forEach((checkpoint, copies) -> objectIf(
                        copies > 1 + history.interruptions(),
                        Promise.CHECKPOINTS_REPEAT_ONLY_AFTER_AN_INTERRUPTION,
                        "a checkpoint was posted %d times, with %d interruptions: %s"
                                .formatted(copies, history.interruptions(), checkpoint)));
    }

    // Recovery

    private void recoveries() {
        for (var recovery : history.recoveries()) {
            var took = recovery.took();
            objectIf(
                    took == null || took.compareTo(RECOVERED_WITHIN) > 0,
                    Promise.RECOVERS,
                    "after %s it took %s until everyone had followed"
                            .formatted(recovery.after(), took == null ? "too long" : took));
        }
    }

    private static String field(Outcome.Ok ok, String pointer) {
        return JSON.readTree(ok.answer()).at(pointer).asString();
    }
}
