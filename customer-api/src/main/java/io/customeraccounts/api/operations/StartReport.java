package io.customeraccounts.api.operations;

import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Says, once the service is ready, where everything is and how to begin. */
@Component
class StartReport {

    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private final Environment settings;

    StartReport(Environment settings) {
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        LOG.info("{}", text());
    }

    String text() {
        var url = settings.getRequiredProperty("customer-accounts.base-url");
        var issuer = settings.getProperty("customer-accounts.issuer", "");
        var lines = new ArrayList<String>();
        lines.add("Customer Accounts is ready.");
        lines.add("  Service    " + url + "  (API: " + url + "/api/v1, described at " + url + "/openapi.json)");
        if (StringUtils.hasText(issuer)) {
            lines.add("  Sign in    at " + issuer);
        } else {
            lines.add("  Pages      " + url + "/");
            lines.add("  Sign up    " + url + "/register");
            lines.add("  Sign in    " + url + "/sign-in"
                    + (settings.containsProperty("demo")
                            ? "  as anna@acme.example (admin) or ben, cleo ... @acme.example, password: acme demo password"
                            : ""));
        }
        lines.add(
                settings.containsProperty("spring.mail.host")
                        ? "  Mails      through " + settings.getProperty("spring.mail.host")
                        : "  Mails      " + url + "/dev/mailbox  (they go nowhere else: spring.mail.host is not set)");
        lines.add("  Data       "
                + settings.getProperty("spring.datasource.url", "").replaceAll("[;?].*", ""));
        if (!StringUtils.hasText(issuer)) {
            lines.add("  Try        curl -X POST " + url
                    + "/api/v1/registrations -H 'Content-Type: application/json' \\");
            lines.add("               -d '{\"fullName\":\"Eve Elm\",\"email\":\"eve@elm.example\","
                    + "\"password\":\"four words are fine\",\"companyName\":\"Elm\"}'");
        }
        return String.join(System.lineSeparator(), lines);
    }
}
