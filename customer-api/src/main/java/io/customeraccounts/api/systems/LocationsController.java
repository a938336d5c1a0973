package io.customeraccounts.api.systems;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.projections.systems.Systems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Projects")
@RestController
@RequestMapping(path = "/api/v1/locations", produces = MediaType.APPLICATION_JSON_VALUE)
class LocationsController {

    private final Systems systems;

    LocationsController(Systems systems) {
        this.systems = systems;
    }

    @Schema(name = "Location")
    record LocationJson(
            @Schema(example = "eu-de-central") String name,

            @Schema(description = "Whether it is on every project and cannot be removed.")
            boolean onEveryProject) {}

    @Operation(
            summary = "List locations",
            description = "Where projects may be: global, and by name all that a connected system serves.")
    @GetMapping
    Answer<PageJson<LocationJson>> list(Caller caller) {
        return Answer.ok(new PageJson<>(
                systems.locations().stream()
                        .map(it -> new LocationJson(it.value(), it.equals(LocationName.GLOBAL)))
                        .toList(),
                null));
    }
}
