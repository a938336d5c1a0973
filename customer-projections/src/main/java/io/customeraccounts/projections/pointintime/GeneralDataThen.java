package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.pointintime.Conditions.now;
import static io.customeraccounts.projections.pointintime.Conditions.stretches;
import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;

import io.customeraccounts.domain.events.CustomerEvent.BillingAddressAdded;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressChanged;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CompanyAddressSet;
import io.customeraccounts.domain.events.CustomerEvent.CostCentreSet;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Iban;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PaymentMethodKind;
import io.customeraccounts.domain.values.PaymentMethodState;
import io.customeraccounts.projections.generaldata.AddressRow;
import io.customeraccounts.projections.generaldata.PaymentMethodRow;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What customers had said about themselves at a time, and how they paid. What is personal of it is read from the events that say it,
 * all those of an answer at once.
 */
final class GeneralDataThen {

    private final JdbcClient sql;
    private final PastLists lists;
    private final Function<Collection<Long>, Map<Long, DomainEvent>> events;
    private final PersonalDataVault vault;

    /** @param events what stands at positions in the ledger */
    GeneralDataThen(
            JdbcClient sql,
            PastLists lists,
            Function<Collection<Long>, Map<Long, DomainEvent>> events,
            PersonalDataVault vault) {
        this.sql = sql;
        this.lists = lists;
        this.events = events;
        this.vault = vault;
    }

    private record General(
            @Nullable Long companyAddress,
            @Nullable Long costCentre,
            @Nullable UUID method,
            @Nullable UUID address) {

        static General read(ResultSet row, int number) throws SQLException {
            return new General(
                    row.getObject("company_address_position", Long.class),
                    row.getObject("cost_centre_position", Long.class),
                    uuidOrNull(row, "default_payment_method_id"),
                    uuidOrNull(row, "default_billing_address_id"));
        }
    }

    Optional<PastGeneralData> find(CustomerId customerId, Instant at) {
        return sql.sql("select * from past_general_data g where g.customer_id = :customer and " + now("g"))
                .param("customer", customerId.value())
                .param("at", at(at))
                .query(General::read)
                .optional()
                .map(it -> {
                    var said = said(Stream.of(it.companyAddress(), it.costCentre()));
                    var address = said.first(it.companyAddress());
                    return new PastGeneralData(
                            address == null ? null : AddressRow.of(address),
                            said.first(it.costCentre()),
                            it.method() == null ? null : new PaymentMethodId(it.method()),
                            it.address() == null ? null : new BillingAddressId(it.address()),
                            said.isSomethingErased());
                });
    }

    private record Address(UUID id, long position) {}

    Page<PastBillingAddress> billingAddresses(CustomerId customerId, Instant at, PageRequest request) {
        var page = lists.page(
                "billing addresses of " + customerId + " at " + at,
                request,
                "billing_address_id",
                "true",
                stretches("past_billing_address", "customer_id", ":scope"),
                customerId.value(),
                at,
                (row, number) -> new Address(uuid(row, "billing_address_id"), row.getLong("address_position")),
                Address::id);
        var said = said(page.items().stream().map(Address::position));
        return page.map(it -> {
            var address = said.first(it.position());
            return new PastBillingAddress(
                    new BillingAddressId(it.id()), address == null ? null : AddressRow.of(address));
        });
    }

    private record Method(
            UUID id,
            PaymentMethodKind kind,
            PaymentMethodState state,
            @Nullable String brand,
            @Nullable Instant expiresAt,
            long position) {

        static Method read(ResultSet row, int number) throws SQLException {
            return new Method(
                    uuid(row, "payment_method_id"),
                    PaymentMethodKind.valueOf(row.getString("kind")),
                    PaymentMethodState.valueOf(row.getString("state")),
                    textOrNull(row, "brand"),
                    instantOrNull(row, "expires_at"),
                    row.getLong("added_position"));
        }
    }

    Page<PastPaymentMethod> paymentMethods(CustomerId customerId, Instant at, PageRequest request) {
        var page = lists.page(
                "payment methods of " + customerId + " at " + at,
                request,
                "payment_method_id",
                "true",
                stretches("past_payment_method", "customer_id", ":scope"),
                customerId.value(),
                at,
                Method::read,
                Method::id);
        var said = said(page.items().stream().map(Method::position));
        return page.map(it -> {
            var mandate = it.kind() == PaymentMethodKind.SEPA_MANDATE;
            var first = said.first(it.position());
            return new PastPaymentMethod(
                    new PaymentMethodId(it.id()),
                    it.kind(),
                    PaymentMethodRow.stateAt(at, it.state(), it.expiresAt()),
                    it.brand() == null ? null : CardBrand.valueOf(it.brand()),
                    mandate ? null : first,
                    it.expiresAt(),
                    mandate && first != null ? Iban.masked(first) : null,
                    said.text(it.position(), 1),
                    said.text(it.position(), 2));
        });
    }

    /** What is shown of an event that a table points to; of a card never the token. */
    private static List<Personal> shown(@Nullable DomainEvent event) {
        return switch (event) {
            case CompanyAddressSet it -> List.of(it.address());
            case CostCentreSet it -> it.costCentre() == null ? List.of() : List.of(it.costCentre());
            case BillingAddressAdded it -> List.of(it.address());
            case BillingAddressChanged it -> List.of(it.address());
            case CardPaymentAdded it -> List.of(it.lastDigits());
            case SepaMandateAdded it -> List.of(it.iban(), it.reference(), it.accountHolder());
            case null, default -> List.of();
        };
    }

    private Said said(Stream<@Nullable Long> positions) {
        var wanted = positions.filter(Objects::nonNull).distinct().toList();
        if (wanted.isEmpty()) {
            return new Said(Map.of());
        }
        var found = events.apply(wanted);
        var sealed = new ArrayList<Personal>();
        wanted.forEach(position -> sealed.addAll(shown(found.get(position))));
        var opened = vault.openAll(sealed).iterator();
        var said = new HashMap<Long, List<Personal.Opened>>();
        wanted.forEach(position -> said.put(
                position,
                shown(found.get(position)).stream().map(it -> opened.next()).toList()));
        return new Said(said);
    }

    /** By the positions of the events. */
    private record Said(Map<Long, List<Personal.Opened>> byPosition) {

        @Nullable
        String first(@Nullable Long position) {
            return position == null ? null : text(position, 0);
        }

        @Nullable
        String text(long position, int index) {
            var all = byPosition.getOrDefault(position, List.of());
            return index < all.size() ? textOrNull(all.get(index)) : null;
        }

        boolean isSomethingErased() {
            return byPosition.values().stream().flatMap(List::stream).anyMatch(Personal.Erased.class::isInstance);
        }
    }
}
