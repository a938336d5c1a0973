package io.customeraccounts.api.security;

/** There is no key-encryption key, so that the service cannot start. Says nothing of the key itself. */
final class UnusableKey extends IllegalArgumentException {

    private final String whatToDo;

    UnusableKey(String problem, String whatToDo) {
        super(problem);
        this.whatToDo = whatToDo;
    }

    String whatToDo() {
        return whatToDo;
    }
}
