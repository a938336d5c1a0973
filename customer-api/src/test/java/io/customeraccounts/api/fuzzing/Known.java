package io.customeraccounts.api.fuzzing;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import java.util.List;
import java.util.Map;

/**
 * What is there to be asked about: two customers and those who may do something in them.
 *
 * @param callers tokens; empty for nobody
 * @param ids by the names of the parameters that take them
 * @param secrets of links that have been sent
 */
record Known(List<String> callers, Map<String, List<String>> ids, List<String> secrets, String identifier) {

    static Known in(TestService service) {
        var acme = Company.of(service);
        var bolt = Company.of(service);
        var ben = acme.employee("Ben Beech");
        var cleo = acme.admin("Cléo Cèdre");
        var invited = service.person("Ida Invited");
        var invitations = List.of(
                acme.invite("Ida Invited", invited.email(), "CUSTOMER_EMPLOYEE")
                        .expect(201)
                        .text("/id"),
                acme.invite("Jon Jasmin", TestService.address("Jon Jasmin"), "CUSTOMER_ADMIN")
                        .expect(201)
                        .text("/id"),
                bolt.invite("Kim Kiri", TestService.address("Kim Kiri"), "CUSTOMER_EMPLOYEE")
                        .expect(201)
                        .text("/id"));
        var client = acme.admin().post(acme.path() + "/clients", """
                {"name":"Export","scopes":["users:read"]}""").expect(201);
        var everything = service.client(acme.id(), Scope.values());
        return new Known(
                List.of(
                        acme.admin().token(),
                        acme.admin().token(),
                        acme.admin().token(),
                        cleo.person().token(),
                        ben.person().token(),
                        invited.token(),
                        bolt.admin().token(),
                        service.auditor().token(),
                        everything.token(),
                        ""),
                Map.of(
                        "customerId",
                        List.of(acme.id(), acme.id(), acme.id(), bolt.id()),
                        "customer",
                        List.of(acme.id(), bolt.id()),
                        "membershipId",
                        List.of(
                                ben.membershipId(),
                                cleo.membershipId(),
                                acme.adminAsUser().membershipId()),
                        "subject",
                        List.of(ben.membershipId(), invitations.getFirst()),
                        "invitationId",
                        invitations,
                        "clientId",
                        List.of(client.text("/clientId"))),
                List.of(service.mailedSecret("invitation", invited.email())),
                acme.admin().get(acme.path()).expect(200).text("/identifier"));
    }
}
