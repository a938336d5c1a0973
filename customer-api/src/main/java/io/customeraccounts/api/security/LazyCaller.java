package io.customeraccounts.api.security;

import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/**
 * A {@link Caller} for handlers to whom it does not always matter who exactly it is: what is known of a person is read when
 * it is asked for, once at most. Whether the token counts was found out before.
 */
public final class LazyCaller {

    private final boolean seesEverything;
    private final SingletonSupplier<? extends Caller> caller;

    private LazyCaller(boolean seesEverything, Supplier<? extends Caller> caller) {
        this.seesEverything = seesEverything;
        this.caller = SingletonSupplier.of(caller);
    }

    /** Of whom everything is known. */
    static LazyCaller of(Caller caller) {
        return new LazyCaller(
                caller instanceof Caller.Person person && (person.operator() || person.auditor()), () -> caller);
    }

    /** @param seesEverything whether the installation names them as an operator or auditor */
    static LazyCaller of(boolean seesEverything, Supplier<Caller.Person> person) {
        return new LazyCaller(seesEverything, person);
    }

    /** Whether it is a person whom the installation names as one of its operators or auditors. */
    public boolean seesEverything() {
        return seesEverything;
    }

    public Caller get() {
        return caller.obtain();
    }
}
