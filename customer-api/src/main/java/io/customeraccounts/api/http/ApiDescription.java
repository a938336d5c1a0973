package io.customeraccounts.api.http;

import io.customeraccounts.api.security.Anyone;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The description of the API (OpenAPI 3.1). It is written from the handlers by a test, which fails when the two differ, and
 * kept under version control: what is served is what was reviewed.
 */
@Anyone
@RestController
class ApiDescription {

    private static final Resource DOCUMENT = new ClassPathResource("openapi.json");

    @GetMapping("/openapi.json")
    ResponseEntity<Resource> show() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(DOCUMENT);
    }
}
