package io.customeraccounts.api.messaging;

/**
 * Names a request, so that repeating it does nothing twice.
 *
 * @param caller whose key it is, as a digest: callers never see each other's answers
 * @param value as the caller chose it
 * @param requestHash tells whether it is the same request: SHA-256, 64 hexadecimal digits
 */
record IdempotencyKey(String caller, String value, String requestHash) {

    IdempotencyKey part(int number) {
        return new IdempotencyKey(caller, value + "#" + number, requestHash);
    }
}
