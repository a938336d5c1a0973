package io.customeraccounts.api.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Opens a handler, or all of a controller, to those who are not signed in. A {@link Caller} that it takes may then be
 * absent, and is to be {@code @Nullable}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Anyone {}
