package dev.millrace.orchestrator.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The project's own classes without its tests, read once, and what the sources say should be among
/// them.
final class ProjectClasses {
  static final String ROOT = "dev.millrace";
  static final List<String> MODULES =
      List.of("rollout", "rewards", "datasets", "distill", "orchestrator");
  static final JavaClasses ALL =
      new ClassFileImporter().withImportOption(new WithoutTests()).importPackages(ROOT);

  private ProjectClasses() {}

  /// Where the checkout is: the build says so in `millrace.root`.
  static Path checkout() {
    return Path.of(System.getProperty("millrace.root", ".."));
  }

  static String moduleOf(JavaClass type) {
    return type.getPackageName().substring(ROOT.length() + 1).split("\\.", 2)[0];
  }

  static Set<String> packages() {
    return ALL.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }

  /// The packages that have sources in a module, by their directories.
  static Set<String> sourcePackages(String module) throws IOException {
    Path sources = checkout().resolve(module).resolve("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
          .collect(Collectors.toSet());
    }
  }

  /// ArchUnit knows `target/test-classes`; the module's test jars and other layouts it does not.
  private static final class WithoutTests implements ImportOption {
    private static final Pattern TESTS =
        Pattern.compile(".*(/test-classes/|-tests\\.jar|/test/" + ROOT.replace('.', '/') + "/).*");

    @Override
    public boolean includes(Location location) {
      return !location.matches(TESTS);
    }
  }
}
