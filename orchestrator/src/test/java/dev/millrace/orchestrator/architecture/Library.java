package dev.millrace.orchestrator.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/// A library that only one package of ours may see, so that it can be replaced there.
///
/// @param place the package of ours, below `dev.millrace`; packages inside it are other places
/// @param packages the library's packages, each with everything below it
record Library(String place, List<String> packages) {
  static final List<Library> ALL =
      List.of(
          of("rollout.task.harbor", "com.fasterxml.jackson.dataformat"),
          of("rollout.schema", "com.networknt"),
          of("rollout.token", "ai.djl"),
          of("rollout.gateway.http", "io.helidon"),
          of("rollout.sandbox", "org.apache.commons.compress"),
          of("rollout.sandbox.docker", "com.github.dockerjava"),
          of("rollout.sandbox.image", "com.github.luben"),
          of("rollout.wire", "org.apache.avro"),
          of("rewards.formula", "dev.cel"),
          of("datasets.lake.table", "org.apache.parquet", "org.apache.hadoop"),
          of("orchestrator.log.kafka", "org.apache.kafka", "kafka"),
          of("orchestrator.config", "org.yaml.snakeyaml"),
          of("orchestrator.cli", "picocli"));

  private static Library of(String place, String... packages) {
    return new Library(ProjectClasses.ROOT + "." + place, List.of(packages));
  }

  DescribedPredicate<JavaClass> classes() {
    return DescribedPredicate.describe(
        "belong to " + String.join(" or ", packages),
        seen -> packages.stream().anyMatch(name -> isInside(seen.getPackageName(), name)));
  }

  private static boolean isInside(String name, String root) {
    return name.equals(root) || name.startsWith(root + ".");
  }
}
