package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.PersonProfile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks the person whether a program may act in their name. The answer goes to the authorization endpoint. */
@Embedded
@Controller
class ConsentPage {

    private final Programs programs;

    ConsentPage(Programs programs) {
        this.programs = programs;
    }

    @GetMapping(AuthorizationServer.CONSENT_PAGE)
    String show(
            @RequestParam(OAuth2ParameterNames.CLIENT_ID) String clientId,
            @RequestParam(OAuth2ParameterNames.STATE) String state,
            @RequestParam(name = OAuth2ParameterNames.SCOPE, defaultValue = "") String scope,
            Caller.Person caller,
            Model model) {
        var program = programs.findByClientId(clientId);
        if (program == null) {
            throw Problem.notFound();
        }
        model.addAttribute("program", program.getClientName());
        model.addAttribute("clientId", clientId);
        model.addAttribute("state", state);
        model.addAttribute("scopes", scope.split(" "));
        model.addAttribute("name", caller.profile().fullName().value());
        model.addAttribute("email", address(caller.profile()));
        return "signup/consent";
    }

    private static String address(PersonProfile person) {
        return Stream.concat(person.verified().stream(), person.unverified().stream())
                .map(EmailAddress::display)
                .collect(Collectors.joining(", "));
    }
}
