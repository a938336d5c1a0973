package io.customeraccounts.api.history;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes the parameter of a question about a time. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        in = QUERY,
        name = "at",
        description = "The time that is asked about, that instant included; now if absent.",
        schema = @Schema(type = "string", format = "date-time"),
        example = "2026-01-31T12:00:00Z")
@interface At {}
