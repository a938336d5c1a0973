package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.feed.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Makes what is around every page: the customers one may switch to, and the sections that one may see in this one. */
@Component
class Frames {

    /** The sections of which it is known how they were. */
    private static final Set<String> OF_THE_PAST = Set.of("users", "projects", "general-data", "activity");

    private final Api api;
    private final Permissions permissions;
    private final Feed feed;
    private final Curl curl;

    Frames(Api api, Permissions permissions, Feed feed, Curl curl) {
        this.api = api;
        this.permissions = permissions;
        this.feed = feed;
        this.curl = curl;
    }

    /** Where a section is, and its text {@code section.<name>}. */
    record Section(String name, String icon, String path) {}

    /**
     * @return what one may do in the customer
     * @throws Problem not-found if one may not know of it
     */
    Rights around(Caller.Person caller, CustomerId customerId, String section, Model model) {
        var rights = permissions.of(caller, customerId);
        // First: what changes while the page is made is told to it.
        model.addAttribute("since", feed.end().text());
        around(caller, section, model);
        var customer = customer(customerId);
        model.addAttribute("customer", customer);
        model.addAttribute("here", "/customers/" + customerId);
        model.addAttribute("sections", sections(rights, customer));
        return rights;
    }

    /**
     * The same around a page of the past: its sections are those of the past, and the customer is called as it was called.
     *
     * @param now where the page is that shows what is so now
     * @return what one may do in the customer, today
     */
    Rights aroundPast(Caller.Person caller, CustomerId customerId, String section, String now, Past past, Model model) {
        var rights = around(caller, customerId, section, model);
        var known = past.customer();
        var today = (Shown.Customer) Objects.requireNonNull(model.getAttribute("customer"));
        model.addAttribute("asOf", past.at());
        model.addAttribute("now", now);
        model.addAttribute(
                "customer",
                new Shown.Customer(
                        today.id(),
                        known.identifier(),
                        known.name(),
                        known.kind(),
                        known.state(),
                        null,
                        null,
                        null,
                        null,
                        null));
        model.addAttribute(
                "sections",
                sections(rights, today).stream()
                        .filter(it -> OF_THE_PAST.contains(it.name()))
                        .map(it -> new Section(it.name(), it.icon(), Past.url(customerId, it.name(), past.at())))
                        .toList());
        return rights;
    }

    /** For pages that are of no customer. */
    void around(Caller.Person caller, String section, Model model) {
        model.addAttribute("operator", caller.operator());
        model.addAttribute("viewer", caller.profile().fullName().value());
        model.addAttribute(
                "customers",
                api.get(Shown.Memberships.class, "/api/v1/me/memberships").items());
        model.addAttribute("section", section);
        model.addAttribute("curl", curl);
    }

    /** @return the sections that one may see, in their order */
    List<Section> sections(Caller.Person caller, CustomerId customerId) {
        return sections(permissions.of(caller, customerId), customer(customerId));
    }

    private Shown.Customer customer(CustomerId customerId) {
        return api.get(Shown.Customer.class, "/api/v1/customers/{customer}", customerId);
    }

    private static List<Section> sections(Rights rights, Shown.Customer customer) {
        var here = "/customers/" + customer.id();
        var sections = new ArrayList<Section>();
        if (rights.allows(Question.LIST_USER_NAMES)) {
            sections.add(new Section("users", "users", here + "/users"));
        }
        if (rights.allows(Question.LIST_ASSIGNED_PROJECTS)) {
            sections.add(new Section("projects", "folder", here + "/projects"));
        }
        if (rights.allows(Question.READ_GENERAL_DATA)) {
            sections.add(new Section("general-data", "general", here + "/general-data"));
        }
        if (rights.allows(Question.READ_HISTORY)) {
            sections.add(new Section("activity", "activity", here + "/activity"));
        }
        if (IntegrationsScreen.isFor(rights)) {
            sections.add(new Section("integrations", "integrations", here + "/integrations"));
        }
        if (customer.isAdministered() && rights.allows(Question.LIST_MANAGED_CUSTOMERS)) {
            sections.add(new Section("administration", "administration", here + "/administration"));
        }
        return sections;
    }
}
