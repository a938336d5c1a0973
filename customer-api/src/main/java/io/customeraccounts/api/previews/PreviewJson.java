package io.customeraccounts.api.previews;

import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectRole;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

@Schema(name = "Preview", description = "What would come of it now.")
record PreviewJson(
        @Schema(description = "The access that somebody has now and would not have any more.")
        List<EndingJson> ending,

        @Schema(description = "Projects that nobody could use any more, although somebody can now.")
        List<String> leftWithNobody,

        @Schema(description = "What the user could do in the customer besides.")
        List<Permission> gained,

        @Schema(description = "What the user could not do in the customer any more.")
        List<Permission> lost,

        @Schema(description = "The pending invitations that would be cancelled.")
        List<String> cancelledInvitations,

        @Schema(description = "The mails that would go out.")
        List<MailJson> mails,

        @Schema(
                description =
                        "Differs as soon as anything else would come of it. As `previewVersion` of the change itself, it lets that be refused then.",
                example = "5577006791947779410")
        String version) {

    @Schema(name = "EndingAccess")
    record EndingJson(String projectId, String grantId, String membershipId, ProjectRole role) {}

    @Schema(name = "PreviewedMail")
    record MailJson(
            Preview.Sort kind,

            @Schema(description = "The user that it would go to.")
            String membershipId) {}

    static PreviewJson of(Preview preview) {
        return new PreviewJson(
                preview.ending().stream()
                        .map(it -> new EndingJson(
                                it.projectId().toString(),
                                it.grantId().toString(),
                                it.membershipId().toString(),
                                it.role()))
                        .toList(),
                preview.leftWithNobody().stream().map(Object::toString).toList(),
                preview.gained().stream().sorted().toList(),
                preview.lost().stream().sorted().toList(),
                preview.cancelled().stream().map(Object::toString).toList(),
                preview.mails().stream()
                        .map(it -> new MailJson(it.sort(), it.to().toString()))
                        .toList(),
                Long.toString(preview.version()));
    }
}
