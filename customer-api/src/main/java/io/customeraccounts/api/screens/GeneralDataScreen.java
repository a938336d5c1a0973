package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Name, addresses and payment of the customer; each part of the page is saved on its own. */
@Controller
@RequestMapping("/customers/{customerId}/general-data")
class GeneralDataScreen extends Screen {

    private static final String RESOURCE = "/api/v1/customers/{customer}";

    private static final String CHANGE_ADDRESS = "change-billing-address";

    /** Of all that has one version. */
    private static final Set<String> CHANGES = Set.of(
            "customer.renamed",
            "customer.company-address-set",
            "customer.cost-centre-set",
            "customer.payment-defaults-set",
            "customer.billing-address-changed");

    private final Clock clock;

    GeneralDataScreen(Api api, Frames frames, Clock clock) {
        super(api, frames);
        this.clock = clock;
    }

    @GetMapping
    String show(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String edit,
            Model model) {
        model.addAttribute("done", done);
        return page(caller, customerId, edit, model);
    }

    /** @param edit id of the billing address that is shown as a form; empty for none */
    private String page(Caller.Person caller, CustomerId customerId, String edit, Model model) {
        var rights = frames.around(caller, customerId, "general-data", model);
        var general = api.ask(RESOURCE + "/general-data", customerId);
        model.addAttribute("general", general.read(Shown.GeneralData.class));
        model.addAttribute("version", version(general));
        model.addAttribute("customerVersion", version(api.ask(RESOURCE, customerId)));
        model.addAttribute("addresses", ProjectsScreen.addresses(api, customerId));
        model.addAttribute(
                "allMethods",
                api.get(Shown.PaymentMethods.class, RESOURCE + "/payment-methods?limit=200", customerId)
                        .items());
        model.addAttribute("methods", ProjectsScreen.methods(api, customerId));
        model.addAttribute(
                "brands",
                List.of(
                        "VISA",
                        "MASTERCARD",
                        "MAESTRO",
                        "AMERICAN_EXPRESS",
                        "DINERS_CLUB",
                        "DISCOVER",
                        "JCB",
                        "UNION_PAY",
                        "OTHER"));
        var mayEdit = rights.allows(Question.EDIT_CUSTOMER);
        model.addAttribute("mayEdit", mayEdit);
        if (mayEdit && !edit.isEmpty()) {
            var address = api.ask(RESOURCE + "/billing-addresses/{address}", customerId, edit);
            model.addAttribute("edited", address.read(Shown.BillingAddress.class));
            model.addAttribute("editedVersion", version(address));
        }
        return "screens/general-data";
    }

    private static String version(Api.Reply reply) {
        return reply.header("ETag").orElse("").replace("\"", "");
    }

    /** @param part of the page, that was sent */
    @PostMapping("/{part}")
    @Nullable
    String save(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @PathVariable String part,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response) {
        var refused = send(part, form, customerId).refused();
        if (refused == null) {
            return seeOther(response, "/customers/" + customerId + "/general-data?done=saved");
        }
        wrong(refused, response, model);
        model.addAttribute("failed", part);
        showMeanwhile(refused, CHANGES, clock, model, RESOURCE + "/history", customerId);
        model.addAttribute("written", refused.problem().hides() ? Map.of() : form);
        return page(caller, customerId, part.equals(CHANGE_ADDRESS) ? form.getOrDefault("id", "") : "", model);
    }

    private Api.Reply send(String part, Map<String, String> form, CustomerId customerId) {
        var version = form.getOrDefault("version", "");
        var id = form.getOrDefault("id", "");
        return switch (part) {
            case "name" -> api.patch(said(form, "name"), version, RESOURCE, customerId);
            case "company-address" -> api.put(address(form), version, RESOURCE + "/company-address", customerId);
            case "cost-centre" -> api.put(given(form, "costCentre"), version, RESOURCE + "/cost-centre", customerId);
            case "payment-defaults" ->
                api.put(
                        given(form, "paymentMethodId", "billingAddressId"),
                        version,
                        RESOURCE + "/payment-defaults",
                        customerId);
            case "billing-address" -> api.post(address(form), RESOURCE + "/billing-addresses", customerId);
            case CHANGE_ADDRESS ->
                api.put(address(form), version, RESOURCE + "/billing-addresses/{address}", customerId, id);
            case "remove-billing-address" ->
                api.delete(null, "", RESOURCE + "/billing-addresses/{address}", customerId, id);
            case "card" ->
                api.post(
                        said(form, "token", "brand", "lastDigits", "expiryMonth"),
                        RESOURCE + "/payment-methods/card",
                        customerId);
            case "sepa-mandate" ->
                api.post(
                        said(form, "iban", "reference", "accountHolder"),
                        RESOURCE + "/payment-methods/sepa-mandate",
                        customerId);
            case "invoice" -> api.post(null, RESOURCE + "/payment-methods/invoice", customerId);
            case "remove-payment-method" ->
                api.delete(null, "", RESOURCE + "/payment-methods/{method}", customerId, id);
            default -> throw Problem.notFound();
        };
    }

    /** Also what is empty: it is for the API to say that it is needed. */
    private static Map<String, String> said(Map<String, String> form, String... names) {
        var said = new LinkedHashMap<String, String>();
        for (var name : names) {
            said.put(name, form.getOrDefault(name, ""));
        }
        return said;
    }

    /** What is empty is absent. */
    private static Map<String, String> given(Map<String, String> form, String... names) {
        var given = said(form, names);
        given.values().removeIf(String::isBlank);
        return given;
    }

    private static Map<String, Object> address(Map<String, String> form) {
        var address = new LinkedHashMap<String, Object>(given(form, "postalCode", "vatId"));
        address.put("city", form.getOrDefault("city", ""));
        address.put("country", form.getOrDefault("country", ""));
        address.put(
                "lines",
                form.getOrDefault("lines", "")
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
        return address;
    }
}
