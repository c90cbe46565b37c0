package dev.millrace.rewards.integrity.secret;

import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the task itself plants: texts of its instruction, its environment's steps, the files that
/// these copy in, and those that its own steps give. A secret that stands there is part of the
/// task and no secret.
public final class PlantedSecrets {
  private static final long LARGEST_BYTES = 1 << 20;

  private final List<String> texts;

  private PlantedSecrets(List<String> texts) {
    this.texts = texts;
  }

  /// Reads the task's files.
  public static PlantedSecrets of(Task task) {
    List<String> texts = new ArrayList<>();
    texts.add(task.instruction());
    Environment environment = task.environment();
    texts.addAll(environment.variables().values());
    if (environment.needs().base() instanceof BaseImage.Built built) {
      texts.add(built.dockerfile());
    }
    for (Environment.Step step : environment.steps()) {
      switch (step) {
        case Environment.Step.Run run -> texts.add(run.script());
        case Environment.Step.Copy copy -> {
          Path context = environment.context();
          if (context != null) {
            copy.sources().forEach(source -> read(context.resolve(source), texts));
          }
        }
        case Environment.Step.MakeDirectory _ -> {}
      }
    }
    task.given().forEach(directory -> read(directory, texts));
    for (TaskStep step : task.steps()) {
      Path workdir = step.workdir();
      if (workdir != null) {
        read(workdir, texts);
      }
    }
    return new PlantedSecrets(List.copyOf(texts));
  }

  private static void read(Path source, List<String> texts) {
    if (!Files.exists(source)) {
      return;
    }
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) <= LARGEST_BYTES) {
          texts.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what the task plants: " + source, e);
    }
  }

  boolean hold(String secret) {
    return texts.stream().anyMatch(text -> text.contains(secret));
  }
}
