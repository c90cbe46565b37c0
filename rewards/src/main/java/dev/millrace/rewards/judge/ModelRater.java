package dev.millrace.rewards.judge;

import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rewards.integrity.secret.SecretScanner;
import dev.millrace.rollout.policy.engine.ChatClient;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Rating.Repeat;
import dev.millrace.rollout.trajectory.Rating.Standing;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks a model, several times an episode.
public final class ModelRater implements Rater {
  private final JudgeSettings settings;
  private final SandboxProvider sandboxes;
  private final SecretScanner scanner;
  private final Asking asking;

  /// @param client stays the caller's to close
  /// @param sandboxes where the files that a task starts with are looked up
  /// @param secrets what is taken out of all that is sent
  /// @param cache a directory that keeps answers; it is made when there is one to keep
  public ModelRater(
      ChatClient client,
      JudgeSettings settings,
      SandboxProvider sandboxes,
      SecretRules secrets,
      Path cache) {
    this.settings = settings;
    this.sandboxes = sandboxes;
    this.scanner = new SecretScanner(secrets);
    this.asking = new Asking(client, settings, new AnswerCache(cache));
  }

  @Override
  public Optional<Rating> rate(Task task, Trajectory trajectory) throws InterruptedException {
    Optional<Rubric> rubric = task.rubric();
    return rubric.isEmpty()
        ? Optional.empty()
        : Optional.of(rating(task, rubric.get(), trajectory));
  }

  private Rating rating(Task task, Rubric rubric, Trajectory trajectory)
      throws InterruptedException {
    Material material =
        Material.of(task, rubric, trajectory, sandboxes, scanner, settings.shownChars());
    List<Question> questions = new ArrayList<>();
    for (int repeat = 0; repeat < settings.patience().repeats(); repeat++) {
      questions.add(Question.of(rubric, material, repeat));
    }
    Question first = questions.getFirst();
    return new Rating(
        task.verification() instanceof Verification.Unmeasured ? Standing.ALONE : Standing.BESIDE,
        new Rating.Setting(
            settings.model(), rubric.digest(), settings.temperature(), settings.maxTokens()),
        new Rating.Prompt(first.system(), first.user()),
        rubric.criteria().stream()
            .map(one -> new Rating.Criterion(one.name(), one.weight(), one.least(), one.most()))
            .toList(),
        repeats(trajectory.episode().id().value(), rubric, questions));
  }

  private List<Repeat> repeats(String episode, Rubric rubric, List<Question> questions)
      throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        List<Future<Repeat>> asked = new ArrayList<>();
        for (int repeat = 0; repeat < questions.size(); repeat++) {
          String name = "repeat " + repeat + " of episode " + episode;
          Question question = questions.get(repeat);
          int number = repeat;
          asked.add(executor.submit(() -> asking.ask(name, rubric, question, number)));
        }
        List<Repeat> repeats = new ArrayList<>();
        for (Future<Repeat> one : asked) {
          repeats.add(one.get());
        }
        return repeats;
      } catch (ExecutionException e) {
        throw rethrown(e);
      } finally {
        // Close waits but does not cancel: once one has failed, the others are of no use.
        executor.shutdownNow();
      }
    }
  }

  private static RuntimeException rethrown(ExecutionException e) throws InterruptedException {
    return switch (e.getCause()) {
      case FailureException failure -> failure;
      case InterruptedException interrupted -> throw interrupted;
      case null, default -> new IllegalStateException("asking a judge broke", e);
    };
  }
}
