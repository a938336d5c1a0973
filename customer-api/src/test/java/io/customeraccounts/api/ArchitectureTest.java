package io.customeraccounts.api;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.customeraccounts.api.planted.Planted;
import io.customeraccounts.api.planted.one.Egg;
import io.customeraccounts.api.planted.two.Hen;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.domain.customer.Customer;
import io.customeraccounts.domain.testing.Rule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.stereotype.Controller;

class ArchitectureTest {

    private static final String API = "io.customeraccounts.api";

    /** What features have in common. Every other package is a feature. */
    private static final String[] SHARED = {"http", "mail", "messaging", "problems", "security"};

    private static final JavaClasses MODULE = Rule.classesBelow(API);
    private static final JavaClasses PLANTED = Rule.classesWithPlantedBelow(API);

    static final List<Rule> RULES = List.of(
            Rule.of(
                    "features do not depend on each other",
                    slices().assignedFrom(features()).should().notDependOnEachOther(),
                    Egg.class,
                    Hen.class),
            Rule.of(
                    "what features share does not depend on a feature",
                    noClasses()
                            .that()
                            .resideInAnyPackage(shared())
                            .should()
                            .dependOnClassesThat(resideInAPackage(API + "..")
                                    .and(resideInAnyPackage(shared())
                                            .or(resideInAPackage(API))
                                            .negate())),
                    io.customeraccounts.api.http.planted.DependsOnAFeature.class),
            Rule.of(
                    "controllers are known to their own feature only",
                    classes()
                            .that()
                            .areMetaAnnotatedWith(Controller.class)
                            .should()
                            .notBePublic(),
                    Planted.PublicController.class),
            Rule.of(
                    "only the wiring of messages knows the aggregate; everybody else sends commands",
                    noClasses()
                            .that()
                            .resideOutsideOfPackage(API + ".messaging..")
                            .should()
                            .dependOnClassesThat(equivalentTo(Customer.class)),
                    Planted.KnowsTheAggregate.class),
            Rule.of(
                    "the time comes from the one clock that events have too",
                    classes()
                            .that()
                            .doNotHaveFullyQualifiedName(API + ".messaging.CommandClock")
                            .should(Rule.useNothing("of the machine's clock", Rule::isClockOfTheMachine)),
                    Planted.TakesTheTime.class,
                    Planted.TakesAClock.class),
            Rule.of(
                    "packages form no cycle",
                    slices().matching(API + ".(**)")
                            .should()
                            .beFreeOfCycles()
                            // A label on a handler: who may call it.
                            .ignoreDependency(alwaysTrue(), equivalentTo(Anyone.class)),
                    Egg.class,
                    Hen.class),
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

    private static String[] shared() {
        return Arrays.stream(SHARED).map(name -> API + "." + name + "..").toArray(String[]::new);
    }

    private static SliceAssignment features() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                var belowApi = type.getPackageName().startsWith(API + ".");
                return belowApi && !resideInAnyPackage(shared()).test(type)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "features";
            }
        };
    }
}
