package io.customeraccounts.api.security;

import io.customeraccounts.projections.privacy.OtherKeyEncryptionKey;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says what is wrong with the key-encryption key when the service cannot start because of it, and what to do about it. */
final class KeyFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> Stream.ofNullable(analysis(cause)))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable FailureAnalysis analysis(Throwable cause) {
        return switch (cause) {
            case UnusableKey it -> new FailureAnalysis(it.getMessage(), it.whatToDo(), it);
            case OtherKeyEncryptionKey it ->
                new FailureAnalysis(
                        it.getMessage(),
                        "Put back the copy of the former key: nobody can read the personal data in the database without it.",
                        it);
            default -> null;
        };
    }
}
