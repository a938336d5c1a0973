package io.customeraccounts.api.mail;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Conditional;

/** Holds if a setting names a mail server. */
class MailServerConfigured extends AnyNestedCondition {

    MailServerConfigured() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("spring.mail.host")
    static class ByHost {}

    @ConditionalOnProperty("spring.mail.jndi-name")
    static class ByJndi {}

    /** Holds if none does: then the embedded one is started. */
    static class Not extends NoneNestedConditions {

        Not() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @Conditional(MailServerConfigured.class)
        static class Configured {}
    }
}
