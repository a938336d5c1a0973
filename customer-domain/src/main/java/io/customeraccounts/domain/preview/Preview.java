package io.customeraccounts.domain.preview;

import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a command would lead to now.
 *
 * @param ending the access that somebody has now and would not have any more, by project and grant
 * @param leftWithNobody projects that nobody could use any more, although somebody can now, by id
 * @param gained what the user could do in the customer besides
 * @param lost what the user could not do in the customer any more
 * @param cancelled the pending invitations that would be cancelled, by id
 * @param mails that would go out
 */
public record Preview(
        List<Ending> ending,
        List<ProjectId> leftWithNobody,
        Set<Permission> gained,
        Set<Permission> lost,
        List<InvitationId> cancelled,
        List<Mail> mails) {

    public record Ending(ProjectId projectId, GrantId grantId, MembershipId membershipId, ProjectRole role) {}

    /** @param to the user that it would go to */
    public record Mail(Sort sort, MembershipId to) {}

    /** What a mail is about. */
    public enum Sort {
        USER_REMOVED,
        GROUP_CHANGED
    }

    public static final Preview NOTHING = new Preview(List.of(), List.of(), Set.of(), Set.of(), List.of(), List.of());

    /**
     * Differs, but for one chance in 2<sup>63</sup>, as soon as anything else would come of the command; a command that
     * carries it is refused then. Not negative.
     */
    public long version() {
        var text = String.join(
                "\n",
                ending.toString(),
                leftWithNobody.toString(),
                new TreeSet<>(gained).toString(),
                new TreeSet<>(lost).toString(),
                cancelled.toString(),
                mails.toString());
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Long.parseUnsignedLong(HexFormat.of().formatHex(digest, 0, Long.BYTES), 16) & Long.MAX_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
