package org.hibernate.validator.constraints;

/**
 * Nothing uses it, but springdoc 3.1.1 does not run without a class of this name. Hibernate Validator itself is not wanted
 * here: input is checked by our own value types.
 */
public @interface Range {
    long min() default 0;

    long max() default Long.MAX_VALUE;
}
