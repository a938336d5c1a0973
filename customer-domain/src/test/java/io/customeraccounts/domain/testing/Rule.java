package io.customeraccounts.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitReference;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * A rule of the architecture, together with classes that were planted to break it. A rule that would not find them, or
 * that has nothing to check, is worth nothing.
 *
 * @param planted classes below a package {@code planted} of the tests
 */
public record Rule(String sentence, ArchRule check, List<Class<?>> planted) {

    public static Rule of(String sentence, ArchRule check, Class<?>... planted) {
        return new Rule(sentence, check, List.of(planted));
    }

    /** No package of the module needs another that needs it, directly or not. */
    public static Rule noCycles(String rootPackage, Class<?>... planted) {
        return of(
                "packages form no cycle",
                SlicesRuleDefinition.slices()
                        .matching(rootPackage + ".(**)")
                        .should()
                        .beFreeOfCycles(),
                planted);
    }

    /** {@code @NullMarked} does not hold for subpackages, so every package says it. */
    public static Rule everyPackageIsNullMarked(Class<?>... planted) {
        var check = ArchRuleDefinition.classes().should(new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                var marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(item, marked, item.getPackageName() + " of " + item.getName()));
            }
        });
        return of("every package is @NullMarked", check, planted);
    }

    /** No call of what is forbidden, and no reference to it. */
    public static ArchCondition<JavaClass> useNothing(String what, Predicate<CodeUnitAccessTarget> forbidden) {
        return new ArchCondition<>("use nothing " + what) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getCodeUnits()
                        .forEach(codeUnit -> targets(codeUnit)
                                .filter(forbidden)
                                .forEach(target -> events.add(SimpleConditionEvent.violated(
                                        codeUnit, codeUnit.getFullName() + " uses " + target.getFullName()))));
            }
        };
    }

    /** Everything that the code calls or refers to; also in its lambdas. */
    public static Stream<CodeUnitAccessTarget> targets(JavaCodeUnit codeUnit) {
        return Stream.concat(
                codeUnit.getCallsFromSelf().stream().map(JavaCall::getTarget),
                codeUnit.getCodeUnitReferencesFromSelf().stream().map(JavaCodeUnitReference::getTarget));
    }

    /** The clock of the machine, rather than one that is handed in. */
    public static boolean isClockOfTheMachine(CodeUnitAccessTarget target) {
        var owner = target.getOwner();
        var name = target.getName();
        return (owner.getPackageName().startsWith("java.time")
                        && ((name.equals("now") && target.getRawParameterTypes().isEmpty())
                                || name.startsWith("system")))
                || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"))
                || (owner.isEquivalentTo(Date.class)
                        && target.getRawParameterTypes().isEmpty());
    }

    /** The classes of the module, without its tests. */
    public static JavaClasses classesBelow(String rootPackage) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(rootPackage);
    }

    /** The same, and what was planted among them. */
    public static JavaClasses classesWithPlantedBelow(String rootPackage) {
        var noTests = new ImportOption.DoNotIncludeTests();
        return new ClassFileImporter()
                .withImportOption(location -> noTests.includes(location) || location.contains("/planted/"))
                .importPackages(rootPackage);
    }

    public void holdsFor(JavaClasses classes) {
        check.check(classes);
    }

    /** Every planted class is named in what the rule reports about these classes. */
    public void findsEverythingPlantedIn(JavaClasses classes) {
        var report = check.evaluate(classes).getFailureReport().toString();
        assertThat(planted)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(report).containsPattern(Pattern.quote(type.getName()) + "\\b"));
    }

    public void failsWithoutClasses() {
        var none = new ClassFileImporter().importClasses();
        assertThatThrownBy(() -> check.check(none)).isInstanceOf(AssertionError.class);
    }

    @Override
    public String toString() {
        return sentence;
    }
}
