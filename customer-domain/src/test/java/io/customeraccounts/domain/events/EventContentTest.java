package io.customeraccounts.domain.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.domain.values.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events hold identifiers and plain values: a rule that is tightened tomorrow must not stop yesterday's event from
 * loading. Whatever is personal is {@link Personal}, and of a secret there is the hash.
 */
class EventContentTest {

    private static final Set<Class<?>> PLAIN = Set.of(
            CustomerId.class,
            MembershipId.class,
            PersonId.class,
            InvitationId.class,
            ProjectId.class,
            MessageId.class,
            ProjectTag.class,
            GrantId.class,
            PaymentMethodId.class,
            BillingAddressId.class,
            GroupName.class,
            LocationName.class,
            PlannedAccess.class,
            Permission.class,
            PartnerMembership.class,
            Personal.class,
            Secret.Hash.class,
            Instant.class,
            boolean.class,
            int.class,
            Long.class);

    /** Identifier and name of a company or a project, which name no person, and what a partner writes to all users. */
    private static final Set<String> TEXTS = Set.of("identifier", "name", "text");

    @ParameterizedTest
    @MethodSource("io.customeraccounts.domain.events.EventNameTest#events")
    void everyEventHoldsPlainValuesOnly(Class<?> event) {
        assertThat(unfit(event)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.customeraccounts.domain.events.EventNameTest#events")
    void everyEventSaysFirstToWhichCustomerItBelongs(Class<?> event) {
        assertThat(event.getRecordComponents()[0].getType()).isEqualTo(CustomerId.class);
    }

    @Test
    void valuesWithRulesSecretsAndOpenPersonalDataWouldBeFound() {
        assertThat(unfit(Unfit.class).map(RecordComponent::getName))
                .containsExactly("secret", "email", "fullName", "profile", "note", "known", "many");
    }

    private record Unfit(
            CustomerId customerId,
            Secret secret,
            EmailAddress email,
            FullName fullName,
            PersonProfile profile,
            String note,
            Personal.Known known,
            List<String> many) {}

    private static Stream<RecordComponent> unfit(Class<?> event) {
        return Arrays.stream(event.getRecordComponents()).filter(component -> !fits(component));
    }

    private static boolean fits(RecordComponent component) {
        var type = component.getType();
        return PLAIN.contains(type)
                || type.isEnum()
                || (type == String.class && TEXTS.contains(component.getName()))
                || (component.getGenericType() instanceof ParameterizedType generic
                        && type == List.class
                        && generic.getActualTypeArguments()[0] instanceof Class<?> element
                        && PLAIN.contains(element));
    }
}
