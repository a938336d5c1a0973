package io.customeraccounts.api.testing;

/** A connected system for a test, made through the API. */
public record Platform(Client client, String name, String id, String clientId, String clientSecret) {

    public String path() {
        return "/api/v1/systems/" + id;
    }

    /** As the operator sees it. */
    public String operationsPath() {
        return "/api/v1/operations/systems/" + id;
    }

    /** Reports what a project has in a location, as it is now. */
    public Reply report(String projectId, String location, String... resources) {
        return reportOf("2026-03-02T12:00:00Z", projectId, location, resources);
    }

    public Reply reportOf(String reportedAt, String projectId, String location, String... resources) {
        return client.send(
                "PUT", path() + "/projects/" + projectId + "/locations/" + location + "/resources", """
                {"reportedAt":"%s","resources":[%s]}""".formatted(
                                reportedAt,
                                String.join(
                                        ",",
                                        java.util.Arrays.stream(resources)
                                                .map(it -> '"' + it + '"')
                                                .toList())));
    }

    public Reply confirm(String cursor) {
        return client.send("PUT", path() + "/confirmed", "{\"cursor\":\"%s\"}".formatted(cursor));
    }
}
