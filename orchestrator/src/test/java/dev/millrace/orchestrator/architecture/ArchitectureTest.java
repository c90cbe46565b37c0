package dev.millrace.orchestrator.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.millrace.orchestrator.architecture.ProjectClasses.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Holds the architecture that CONTRIBUTING.md describes.
class ArchitectureTest {
  static final List<String> MODULES = ProjectClasses.MODULES;
  static final List<Library> LIBRARIES = Library.ALL;
  private static final Map<String, Set<String>> MAY_SEE =
      Map.of(
          "rollout", Set.of(),
          "rewards", Set.of("rollout"),
          "datasets", Set.of("rollout"),
          "distill", Set.of("rollout", "rewards", "datasets"),
          "orchestrator", Set.of("rollout", "rewards", "datasets", "distill"));

  /// A rule over classes that were never read always holds: this says that they were.
  @ParameterizedTest
  @FieldSource("MODULES")
  void everyPackageOfTheModuleIsSeen(String module) throws IOException {
    Set<String> missing = new TreeSet<>(ProjectClasses.sourcePackages(module));
    assertFalse(missing.isEmpty(), "no sources found of " + module);
    missing.removeAll(ProjectClasses.packages());
    assertEquals(Set.of(), missing);
  }

  @Test
  void testsAreNotSeen() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "net.jqwik..", "com.tngtech..")
        .check(ALL);
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void moduleSeesOnlyWhatIsBelowIt(String module) {
    Set<String> forbidden = new TreeSet<>(MODULES);
    forbidden.removeAll(MAY_SEE.get(module));
    forbidden.remove(module);
    for (String other : forbidden) {
      noClasses()
          .that()
          .resideInAPackage("dev.millrace." + module + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.millrace." + other + "..")
          .check(ALL);
    }
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void packagesOfTheModuleFormNoCycle(String module) {
    slices().assignedFrom(new PackagesOf(module)).should().beFreeOfCycles().check(ALL);
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void libraryIsSeenInOnePlace(Library library) {
    noClasses()
        .that()
        .resideOutsideOfPackage(library.place())
        .should()
        .dependOnClassesThat(library.classes())
        .check(ALL);
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void libraryIsSeenWhereItBelongs(Library library) {
    assertTrue(
        ALL.stream()
            .filter(type -> type.getPackageName().equals(library.place()))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .anyMatch(dependency -> library.classes().test(dependency.getTargetClass())),
        library + " is not used in " + library.place() + "; change the table if it moved");
  }

  @Test
  void recordOfAnEpisodeNeedsNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage("dev.millrace.rollout.trajectory")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.rollout.trajectory", "java..", "org.jspecify.annotations..")
        .check(ALL);
  }

  @Test
  void publicMethodsSpeakOurTypesAndTheJdks() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(new SpeakOurTypes())
        .check(ALL);
  }

  @Test
  void everyPackageIsNullMarked() {
    for (String name : ProjectClasses.packages()) {
      assertTrue(
          ALL.getPackage(name).isAnnotatedWith(NullMarked.class),
          name + " has no package-info.java with @NullMarked");
    }
  }

  @Test
  void onlyTheCommandLineWritesToTheConsole() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.millrace.orchestrator.cli..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(ALL);
  }

  @Test
  void nobodyLogsPastSlf4j() {
    noClasses().should(GeneralCodingRules.USE_JAVA_UTIL_LOGGING).check(ALL);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.logging..", "org.apache.commons.logging..")
        .check(ALL);
  }

  /// A sleep is a wait for nothing: wait for the event with a limit.
  @Test
  void nobodySleeps() {
    noClasses().should().accessTargetWhere(Called.on(Thread.class, "sleep")).check(ALL);
  }

  @Test
  void contextIsPassedNotHungOnAThread() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(ALL);
  }

  /// Every package is a slice of its own, nested ones too.
  private record PackagesOf(String module) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith(ProjectClasses.ROOT + ".")
              && ProjectClasses.moduleOf(type).equals(module)
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of " + module;
    }
  }

  /// Whoever calls a seam need not know which library is behind it.
  private static final class SpeakOurTypes extends ArchCondition<JavaMethod> {
    SpeakOurTypes() {
      super("take and return only types of Millrace and of the JDK");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
      Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
          .map(JavaClass::getBaseComponentType)
          .filter(type -> !isOurs(type))
          .forEach(
              type ->
                  events.add(
                      SimpleConditionEvent.violated(
                          method, method.getFullName() + " speaks of " + type.getName())));
    }

    private static boolean isOurs(JavaClass type) {
      return type.isPrimitive()
          || type.getPackageName().startsWith("java.")
          || type.getPackageName().startsWith(ProjectClasses.ROOT);
    }
  }

  private static final class Called extends DescribedPredicate<JavaAccess<?>> {
    private final Class<?> owner;
    private final String method;

    private Called(Class<?> owner, String method) {
      super(owner.getSimpleName() + "." + method);
      this.owner = owner;
      this.method = method;
    }

    static Called on(Class<?> owner, String method) {
      return new Called(owner, method);
    }

    @Override
    public boolean test(JavaAccess<?> access) {
      AccessTarget target = access.getTarget();
      return target.getOwner().isEquivalentTo(owner) && target.getName().equals(method);
    }
  }
}
