package io.customeraccounts.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.customeraccounts.domain.customer.AddressBook;
import io.customeraccounts.domain.customer.ProjectsInUse;
import io.customeraccounts.domain.customer.Registrations;
import io.customeraccounts.domain.planted.Planted;
import io.customeraccounts.domain.planted.one.Egg;
import io.customeraccounts.domain.planted.two.Hen;
import io.customeraccounts.domain.preview.Previews;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.project.OwningCustomer;
import io.customeraccounts.domain.project.Resources;
import io.customeraccounts.domain.testing.Rule;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final String DOMAIN = "io.customeraccounts.domain";
    private static final JavaClasses MODULE = Rule.classesBelow(DOMAIN);
    private static final JavaClasses PLANTED = Rule.classesWithPlantedBelow(DOMAIN);

    static final List<Rule> RULES = List.of(
            Rule.of(
                    "the domain needs the JDK, Axon and two libraries for text, and nothing of a database or the web",
                    classes()
                            .should()
                            .onlyDependOnClassesThat()
                            .resideInAnyPackage(
                                    "",
                                    DOMAIN + "..",
                                    "java.lang..",
                                    "java.time..",
                                    "java.util",
                                    "java.util.function",
                                    "java.util.random",
                                    "java.util.regex",
                                    "java.util.stream",
                                    "java.nio.charset",
                                    "java.security",
                                    "org.axonframework..",
                                    "org.jspecify.annotations",
                                    "org.slf4j",
                                    "com.ibm.icu..",
                                    "com.sanctionco.jmail.."),
                    Planted.Database.class,
                    Planted.OtherLibrary.class),
            Rule.of(
                    "the domain is told the time and new ids, and takes neither itself",
                    classes().should(Rule.useNothing("of time and chance", ArchitectureTest::isTimeOrChance)),
                    Planted.SystemTime.class,
                    Planted.SystemClock.class,
                    Planted.Milliseconds.class,
                    Planted.RandomId.class,
                    Planted.RandomIdByReference.class,
                    Planted.RandomNumber.class),
            Rule.of(
                    "event sourcing handlers only remember: they decide nothing and ask nobody",
                    methods()
                            .that()
                            .areAnnotatedWith(EventSourcingHandler.class)
                            .should(onlyRemember()),
                    Planted.Throws.class,
                    Planted.ThrowsFarAway.class,
                    Planted.ThrowsInALambda.class,
                    Planted.InsistsOnAValue.class,
                    Planted.ChecksAgain.class,
                    Planted.Logs.class,
                    Planted.Prints.class,
                    Planted.ReadsTheClock.class,
                    Planted.AsksAPort.class,
                    Planted.Applies.class),
            Rule.of(
                    "an aggregate remembers in event sourcing handlers only",
                    fields().that()
                            .areDeclaredInClassesThat()
                            .areAnnotatedWith(AggregateRoot.class)
                            .and()
                            .areNotStatic()
                            .should(beAssignedByEventsOnly()),
                    Planted.AssignsOutside.class),
            Rule.noCycles(DOMAIN, Egg.class, Hen.class),
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

    private static boolean isTimeOrChance(CodeUnitAccessTarget target) {
        var owner = target.getOwner();
        var name = target.getName();
        return Rule.isClockOfTheMachine(target)
                || (owner.isEquivalentTo(System.class) && name.equals("nanoTime"))
                || (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"))
                || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                || (owner.isAssignableTo(RandomGenerator.class)
                        && Set.of("<init>", "current", "getDefault", "of").contains(name));
    }

    private static ArchCondition<JavaMethod> onlyRemember() {
        return new ArchCondition<>("only remember") {
            @Override
            public void check(JavaMethod handler, ConditionEvents events) {
                handler.getRawParameterTypes().stream()
                        .filter(type -> isPort(type) || type.isAssignableTo(Clock.class))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                handler, handler.getFullName() + " is given " + type.getName())));
                reachableFrom(handler)
                        .forEach(codeUnit -> Rule.targets(codeUnit)
                                .filter(ArchitectureTest::isMoreThanRemembering)
                                .forEach(target -> events.add(SimpleConditionEvent.violated(
                                        handler,
                                        "%s comes to %s, which uses %s"
                                                .formatted(
                                                        handler.getFullName(),
                                                        codeUnit.getFullName(),
                                                        target.getFullName())))));
            }
        };
    }

    private static boolean isMoreThanRemembering(CodeUnitAccessTarget target) {
        var owner = target.getOwner();
        return (owner.isAssignableTo(Throwable.class) && target.getName().equals("<init>"))
                || target.getName().equals("orElseThrow")
                || target.getName().equals("requireNonNull")
                || owner.isAssignableTo(Clock.class)
                || owner.isEquivalentTo(AggregateLifecycle.class)
                || isPort(owner)
                || isTimeOrChance(target)
                || Stream.of("java.io", "java.nio.file", "java.net", "java.sql", "java.util.logging", "org.slf4j")
                        .anyMatch(owner.getPackageName()::startsWith);
    }

    private static boolean isPort(JavaClass type) {
        return Stream.of(
                        AddressBook.class,
                        ProjectsInUse.class,
                        Registrations.class,
                        PersonalDataVault.class,
                        OwningCustomer.class,
                        Previews.class,
                        Resources.class)
                .anyMatch(type::isAssignableTo);
    }

    /** Everything of the domain that is called from there, directly or not; of lambdas and references too. */
    private static Set<JavaCodeUnit> reachableFrom(JavaCodeUnit start) {
        var found = new HashSet<JavaCodeUnit>();
        var waiting = new ArrayDeque<>(List.of(start));
        while (!waiting.isEmpty()) {
            var codeUnit = waiting.remove();
            if (found.add(codeUnit)) {
                Rule.targets(codeUnit)
                        .filter(target -> target.getOwner().getPackageName().startsWith(DOMAIN))
                        .flatMap(target -> target.resolveMember().stream())
                        .forEach(member -> waiting.add((JavaCodeUnit) member));
            }
        }
        return found;
    }

    private static ArchCondition<JavaField> beAssignedByEventsOnly() {
        return new ArchCondition<>("be assigned by events only") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                field.getAccessesToSelf().stream()
                        .filter(access -> access.getAccessType() == AccessType.SET)
                        .filter(access -> !(access.getOrigin() instanceof JavaConstructor)
                                && !access.getOrigin().isAnnotatedWith(EventSourcingHandler.class))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(field, access.getDescription())));
            }
        };
    }
}
