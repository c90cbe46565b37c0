package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.ImageChoice;
import dev.millrace.orchestrator.config.NetworkChoice;
import dev.millrace.orchestrator.config.SandboxChoice;
import dev.millrace.rollout.sandbox.network.AllowList;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.TaskId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns what tasks ask of their sandboxes into what a run gives them: images of this machine for
/// their names, hosts for a network. What it cannot give is found before the run begins.
final class TaskNeeds {
  private static final int SHOWN = 5;

  private final SandboxChoice choice;
  private final TreeMap<String, TaskId> missing = new TreeMap<>();

  private TaskNeeds(SandboxChoice choice) {
    this.choice = choice;
  }

  /// The tasks with their needs met.
  ///
  /// @throws ConfigException that names the first task whose image or hosts cannot be had
  static List<Task> met(SandboxChoice choice, List<Task> tasks) {
    var needs = new TaskNeeds(choice);
    List<Task> met = tasks.stream().map(needs::met).toList();
    needs.checkImages();
    return met;
  }

  private Task met(Task task) {
    Needs needs = task.environment().needs();
    var given =
        new Needs(
            base(task, needs), network(task, needs.agents()), network(task, needs.verifiers()));
    return task.with(task.environment().with(given));
  }

  private BaseImage base(Task task, Needs needs) {
    return switch (needs.base()) {
      case BaseImage.Any _, BaseImage.Kept _, BaseImage.Built _ -> needs.base();
      case BaseImage.From(String reference) -> from(task, needs.base(), reference);
      case BaseImage.Prebuilt(String reference) ->
          // Containers are made of references.
          isOfContainers() ? needs.base() : kept(task, needs.base(), reference);
    };
  }

  private boolean isOfContainers() {
    return choice.provider() == SandboxChoice.Provider.DOCKER;
  }

  private BaseImage from(Task task, BaseImage asked, String reference) {
    ImageChoice images = choice.images();
    if (isOfContainers() || !images.isUsed()) {
      return asked;
    }
    @Nullable Path path = find(reference);
    if (path == null && choice.image() != null) {
      return asked;
    }
    return kept(task, asked, reference);
  }

  private BaseImage kept(Task task, BaseImage asked, String reference) {
    @Nullable Path path = find(reference);
    if (path == null) {
      missing.putIfAbsent(reference, task.ref().id());
      return asked;
    }
    return new BaseImage.Kept(reference, path);
  }

  /// A name without a tag means `latest`.
  private @Nullable Path find(String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    List<String> spellings =
        name.contains(":") || name.contains("@")
            ? List.of(reference)
            : List.of(reference, reference + ":latest");
    return spellings.stream()
        .flatMap(spelling -> find(choice.images(), spelling).stream())
        .findFirst()
        .orElse(null);
  }

  private static Optional<Path> find(ImageChoice images, String reference) {
    Path named = images.images().get(reference);
    if (named != null) {
      return Optional.of(named);
    }
    Path directory = images.imageDirectory();
    if (directory == null) {
      return Optional.empty();
    }
    Path file = directory.resolve(reference + ".tar").normalize();
    return file.startsWith(directory) && Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  private void checkImages() {
    if (missing.isEmpty()) {
      return;
    }
    String first = missing.firstKey();
    List<String> others = new ArrayList<>(missing.keySet()).subList(1, missing.size());
    throw new ConfigException(
        "sandbox.images: task "
            + missing.get(first)
            + " is made of the image "
            + first
            + ", which is not among them; "
            + BaseImage.howToKeep(first)
            + (others.isEmpty()
                ? ""
                : "; so are "
                    + others.size()
                    + " other images not, such as "
                    + String.join(", ", others.subList(0, Math.min(SHOWN, others.size())))));
  }

  private Network network(Task task, Network asked) {
    NetworkChoice own = choice.network();
    if (own.network() == NetworkChoice.Use.NONE) {
      return new Network.None();
    }
    return switch (asked) {
      case Network.None _, Network.Given _ -> asked;
      case Network.Unsaid _ -> new Network.Given(own.hosts());
      case Network.Hosts _ -> checked(task, asked);
    };
  }

  private static Network checked(Task task, Network asked) {
    try {
      List<String> closed = AllowList.of(asked).unreachable();
      if (closed.isEmpty()) {
        return asked;
      }
      throw new ConfigException(
          "task "
              + task.ref().id()
              + " lists "
              + String.join(", ", closed)
              + ", which is not public: a task may not; sandbox.hosts may, for tasks that list"
              + " none");
    } catch (IllegalArgumentException e) {
      throw new ConfigException("task " + task.ref().id() + ": " + e.getMessage(), e);
    }
  }
}
