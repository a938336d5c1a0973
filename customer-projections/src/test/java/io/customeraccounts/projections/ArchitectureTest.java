package io.customeraccounts.projections;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.customeraccounts.domain.customer.AddressBook;
import io.customeraccounts.domain.customer.Partners;
import io.customeraccounts.domain.customer.ProjectsInUse;
import io.customeraccounts.domain.customer.Registrations;
import io.customeraccounts.domain.policies.CustomersOfPersons;
import io.customeraccounts.domain.policies.DueSheet;
import io.customeraccounts.domain.policies.OpenGrants;
import io.customeraccounts.domain.policies.PartnerAccessMemory;
import io.customeraccounts.domain.policies.PlannedAccessMemory;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.testing.Rule;
import io.customeraccounts.projections.planted.Planted;
import io.customeraccounts.projections.planted.one.Egg;
import io.customeraccounts.projections.planted.two.Hen;
import java.util.List;
import org.axonframework.eventhandling.EventHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final String PROJECTIONS = "io.customeraccounts.projections";
    private static final JavaClasses MODULE = Rule.classesBelow(PROJECTIONS);
    private static final JavaClasses PLANTED = Rule.classesWithPlantedBelow(PROJECTIONS);

    static final List<Rule> RULES = List.of(
            Rule.of(
                    "of what the domain decides with, projections know the ports that they implement and nothing else",
                    noClasses()
                            .should()
                            .dependOnClassesThat(resideInAnyPackage(
                                            "io.customeraccounts.domain.customer..",
                                            "io.customeraccounts.domain.policies..")
                                    .and(not(belongToAnyOf(
                                            AddressBook.class,
                                            Partners.class,
                                            ProjectsInUse.class,
                                            Registrations.class,
                                            CustomersOfPersons.class,
                                            DueSheet.class,
                                            OpenGrants.class,
                                            PartnerAccessMemory.class,
                                            PlannedAccessMemory.class,
                                            ReadableCopies.class)))),
                    Planted.KnowsTheAggregate.class,
                    Planted.KnowsACommand.class,
                    Planted.KnowsARefusal.class),
            Rule.of(
                    "projections know nothing of the web, of who starts them, and of mapping objects to tables",
                    noClasses()
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                    "io.customeraccounts.api..",
                                    "java.net..",
                                    "jakarta.persistence..",
                                    "jakarta.servlet..",
                                    "org.hibernate..",
                                    "org.springframework.boot..",
                                    "org.springframework.http..",
                                    "org.springframework.web.."),
                    Planted.KnowsTheWeb.class),
            Rule.of(
                    "projections are told the time",
                    classes().should(Rule.useNothing("of the machine's clock", Rule::isClockOfTheMachine)),
                    Planted.TakesTheTime.class,
                    Planted.TakesAClock.class),
            Rule.of(
                    "what writes a read table is known to its own feature only",
                    methods()
                            .that()
                            .areAnnotatedWith(EventHandler.class)
                            .should()
                            .beDeclaredInClassesThat()
                            .areNotPublic(),
                    Planted.PublicProjection.class),
            Rule.noCycles(PROJECTIONS, Egg.class, Hen.class),
            Rule.everyPackageIsNullMarked(Planted.class));

    @ParameterizedTest
    @FieldSource("RULES")
    void holds(Rule rule) {
        rule.holdsFor(MODULE);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void findsEverythingPlanted(Rule rule) {
        rule.findsEverythingPlantedIn(PLANTED);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void failsWhereThereIsNothingToCheck(Rule rule) {
        rule.failsWithoutClasses();
    }
}
