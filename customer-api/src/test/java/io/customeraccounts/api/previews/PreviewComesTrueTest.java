package io.customeraccounts.api.previews;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of a change is what its preview has said, all of it and nothing else. */
@ParameterizedClass
@EnumSource(Databases.class)
class PreviewComesTrueTest {

    @Parameter
    Databases kind;

    private TestService service;
    private Company acme;
    private Company.User ben;
    private Company.User cleo;
    private Company.Project portal;
    private Company.Project shop;
    private List<Person> people;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        acme = Company.of(service);
        ben = acme.admin("Ben Beech");
        cleo = acme.employee("Cleo Cedar");
        portal = acme.project("portal");
        shop = acme.project("shop");
        portal.assign(ben, "PROJECT_USER").expect(201);
        shop.assign(ben, "PROJECT_READER").expect(201);
        shop.assign(cleo, "PROJECT_ADMIN").expect(201);
        var nina = service.person("Nina New");
        var olaf = service.person("Olaf Oak");
        invite(ben.person(), nina);
        invite(acme.admin(), olaf);
        people = List.of(acme.admin(), ben.person(), cleo.person(), nina, olaf);
        List.of(nina, olaf).forEach(it -> service.mailedSecret("invitation", it.email()));
        // Of each project that they have been assigned to.
        Awaitility.await()
                .untilAsserted(() -> assertThat(mails())
                        .containsEntry(ben.person().email(), 2)
                        .containsEntry(cleo.person().email(), 1));
    }

    private void invite(Person inviter, Person invited) {
        inviter.post(acme.path() + "/invitations", """
                        {"fullName":"%s","email":"%s"}""".formatted(invited.fullName(), invited.email()))
                .expect(201);
    }

    @Test
    void ofARemoval() {
        var seen = comesTrue(
                ben.path() + "/removal-preview",
                version -> acme.admin()
                        .delete(ben.path() + "?previewVersion=" + version)
                        .expect(204));

        assertThat(texts(seen, "/ending", "/projectId")).containsExactlyInAnyOrder(portal.id(), shop.id());
        assertThat(texts(seen, "/leftWithNobody", "")).containsExactly(portal.id());
        assertThat(texts(seen, "/cancelledInvitations", "")).hasSize(1);
    }

    @Test
    void ofADeletion() {
        var seen = comesTrue(
                shop.path() + "/deletion-preview",
                version -> acme.admin()
                        .delete(shop.path() + "?confirmation=shop&previewVersion=" + version)
                        .expect(204));

        assertThat(texts(seen, "/ending", "/membershipId"))
                .containsExactlyInAnyOrder(ben.membershipId(), cleo.membershipId());
    }

    @Test
    void ofAChangeOfGroup() {
        var before = permissions(cleo);
        var seen = comesTrue(
                cleo.path() + "/group-preview?group=CUSTOMER_ADMIN",
                version -> acme.admin()
                        .patch(cleo.path() + "?previewVersion=" + version, "{\"group\":\"CUSTOMER_ADMIN\"}")
                        .expect(200));
        var after = permissions(cleo);

        assertThat(texts(seen, "/gained", "")).isEqualTo(minus(after, before)).isNotEmpty();
        assertThat(texts(seen, "/lost", "")).isEqualTo(minus(before, after));
    }

    private Reply comesTrue(String path, Consumer<String> change) {
        var accessBefore = access();
        var pendingBefore = pending();
        var mailsBefore = mails();
        var seen = acme.admin().get(path).expect(200);

        change.accept(seen.text("/version"));

        var accessAfter = access();
        assertThat(minus(accessBefore.keySet(), accessAfter.keySet())).isEqualTo(texts(seen, "/ending", "/grantId"));
        assertThat(accessBefore).containsAllEntriesOf(accessAfter);
        if (path.startsWith(acme.path() + "/users/")) {
            assertThat(minus(Set.copyOf(accessBefore.values()), Set.copyOf(accessAfter.values())))
                    .isEqualTo(texts(seen, "/leftWithNobody", ""));
        }
        assertThat(minus(pendingBefore, pending())).isEqualTo(texts(seen, "/cancelledInvitations", ""));
        var mailsAfter = new TreeMap<>(mailsBefore);
        var addresses = Map.of(
                ben.membershipId(),
                ben.person().email(),
                cleo.membershipId(),
                cleo.person().email());
        seen.json()
                .at("/mails")
                .forEach(mail ->
                        mailsAfter.merge(addresses.get(mail.at("/membershipId").asString()), 1, Integer::sum));
        // Whatever else would be mailed is on its way before this is.
        var pia = service.person("Pia Pine");
        invite(acme.admin(), pia);
        service.mailedSecret("invitation", pia.email());
        Awaitility.await().untilAsserted(() -> assertThat(mails()).isEqualTo(mailsAfter));
        return seen;
    }

    /** The projects that somebody can use, by grant. */
    private Map<String, String> access() {
        var projects = new HashMap<String, String>();
        for (var project : List.of(portal, shop)) {
            acme.admin()
                    .get(project.path() + "/users")
                    .expect(200)
                    .json()
                    .at("/items")
                    .valueStream()
                    .filter(user -> user.has("use"))
                    .forEach(user -> projects.put(user.at("/use/grantId").asString(), project.id()));
        }
        return projects;
    }

    private Set<String> pending() {
        return texts(
                acme.admin().get(acme.path() + "/invitations?state=PENDING").expect(200), "/items", "/id");
    }

    /** How many mails went to whom, but invitations: of those that are accepted at once, some are not sent any more. */
    private Map<String, Integer> mails() {
        var count = new TreeMap<String, Integer>();
        for (var person : people) {
            var address = URLEncoder.encode(person.email(), StandardCharsets.UTF_8);
            var received = service.anonymous()
                    .get("/dev/mailbox/messages?to=" + address)
                    .expect(200);
            count.put(person.email(), (int) received.json()
                    .valueStream()
                    .filter(mail -> !mail.at("/links").toString().contains("/invitation/"))
                    .count());
        }
        return count;
    }

    private Set<String> permissions(Company.User user) {
        var group = acme.admin().get(user.path()).expect(200).text("/group");
        return acme.admin()
                .get("/api/v1/groups")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .filter(it -> it.at("/name").asString().equals(group))
                .flatMap(it -> it.at("/permissions").valueStream())
                .map(it -> it.asString())
                .collect(Collectors.toSet());
    }

    private static Set<String> texts(Reply reply, String list, String of) {
        return reply.json()
                .at(list)
                .valueStream()
                .map(it -> it.at(of).asString())
                .collect(Collectors.toSet());
    }

    private static Set<String> minus(Set<String> all, Set<String> others) {
        var left = new HashSet<>(all);
        left.removeAll(others);
        return left;
    }
}
