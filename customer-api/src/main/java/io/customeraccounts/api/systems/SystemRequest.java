package io.customeraccounts.api.systems;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.SystemName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

@Schema(name = "RegisterSystem")
record SystemRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Cloud east") @Nullable
        String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "That it serves, 1 to 100. The location global is on every project.",
                example = "[\"eu-de-central\"]")
        @Nullable
        List<@Nullable String> locations,

        @Schema(
                description =
                        "The subject of its tokens, where an issuer elsewhere makes them; otherwise absent, and a client is made.")
        @Nullable
        String clientId) {

    private static final int MAX_LOCATIONS = 100;
    private static final int MAX_CLIENT_ID = 255;

    /** What was asked for, all of it valid. */
    record Wish(
            SystemName name,
            Set<LocationName> locations,
            @Nullable String clientId) {}

    /** @param clientNeeded whether an issuer elsewhere makes the tokens; if not, a client must not be given */
    Wish read(boolean clientNeeded) {
        if (locations != null && locations.size() > MAX_LOCATIONS) {
            throw Problem.invalid(FieldError.at("/locations", "too-many").with("limit", MAX_LOCATIONS));
        }
        var fields = new Fields();
        var readName = fields.required("/name", name, SystemName::new);
        var readLocations = new ArrayList<Fields.Field<LocationName>>();
        if (locations == null || locations.isEmpty()) {
            fields.required("/locations", null, Function.identity());
        } else {
            for (var i = 0; i < locations.size(); i++) {
                readLocations.add(fields.required("/locations/" + i, locations.get(i), LocationName::parse));
            }
        }
        var readClient = clientNeeded
                ? fields.required("/clientId", clientId, SystemRequest::subject)
                : fields.<String>optional("/clientId", clientId, given -> {
                    throw new NotThis("client-made-here");
                });
        fields.check();
        var distinct = new LinkedHashSet<LocationName>();
        readLocations.forEach(location -> distinct.add(location.get()));
        return new Wish(readName.get(), distinct, readClient.orNull());
    }

    private static String subject(String text) {
        if (text.isBlank() || text.length() > MAX_CLIENT_ID) {
            throw new NotThis("client-malformed");
        }
        return text;
    }
}
