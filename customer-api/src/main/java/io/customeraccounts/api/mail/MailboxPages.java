package io.customeraccounts.api.mail;

import io.customeraccounts.api.problems.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Shows what the embedded mail server has received, to people and to scripts. Exists only with that server, and needs no
 * sign-in: whoever tries the product out has no mailbox to sign up with. */
@Controller
@Conditional(MailServerConfigured.Not.class)
class MailboxPages {

    private final Mailbox mailbox;

    MailboxPages(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @GetMapping("/dev/mailbox")
    String list(@RequestParam(required = false) @Nullable String to, Model model) {
        model.addAttribute("mails", mailbox.received(to));
        return "mail/mailbox";
    }

    @GetMapping("/dev/mailbox/{id}")
    String show(@PathVariable long id, Model model) {
        var mail = mailbox.find(id).orElseThrow(Problem::notFound);
        model.addAttribute("mail", mail);
        return "mail/mailbox-mail";
    }

    /** The newest first. */
    @ResponseBody
    @GetMapping("/dev/mailbox/messages")
    List<Mailbox.Received> messages(@RequestParam(required = false) @Nullable String to) {
        return mailbox.received(to);
    }
}
