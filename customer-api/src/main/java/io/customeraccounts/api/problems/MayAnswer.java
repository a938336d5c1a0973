package io.customeraccounts.api.problems;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The problems that are particular to a handler, for the description of the API. Those that follow from what it takes (a
 * caller, a body, a version, an idempotency key) are not named.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface MayAnswer {
    ProblemType[] value();
}
