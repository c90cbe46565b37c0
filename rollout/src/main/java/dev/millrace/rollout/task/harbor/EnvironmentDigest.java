package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Environment.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The cache key of an environment's layer: everything that can change it.
final class EnvironmentDigest {
  private EnvironmentDigest() {}

  static String of(List<Step> steps, Map<String, String> variables, Path context)
      throws IOException {
    ContentDigest digest = new ContentDigest().text("environment 1").entries(variables);
    for (Step step : steps) {
      switch (step) {
        case Step.Copy copy -> add(digest, copy, context);
        case Step.Run run ->
            digest.text("run").text(run.script()).text(run.workdir()).entries(run.variables());
        case Step.MakeDirectory directory -> digest.text("directory").text(directory.path());
      }
    }
    return digest.hex();
  }

  /// Of one that an engine builds.
  static String of(BaseImage.Built image, Map<String, String> variables, String workdir) {
    return new ContentDigest()
        .text("built environment 1")
        .text(image.digest())
        .entries(variables)
        .text(workdir)
        .hex();
  }

  /// What an engine's build can depend on, beside the images that it starts from.
  static String ofBuild(String dockerfile, Path context) throws IOException {
    return new ContentDigest().text("build 1").text(dockerfile).tree(context, context).hex();
  }

  private static void add(ContentDigest digest, Step.Copy copy, Path context) throws IOException {
    digest.text("copy").text(copy.destination()).text(Integer.toString(copy.sources().size()));
    for (String source : copy.sources()) {
      digest.text(source).tree(context, context.resolve(source).normalize());
    }
  }
}
