package dev.millrace.rewards.integrity.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.score.Detectors;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.ToolLoop;
import dev.millrace.rollout.harness.TurnListener;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A thousand honest episodes of the bundled tasks raise no flag: the reference policy's, with the
/// slips that it plants, in sandboxes that hold the tasks' files and answer as [TestedShell] does.
/// Of every third one the work is [Unfinished]: tests fail on the way and at the end, the verdict
/// is 0, and the answer says so.
final class HonestTrajectoriesIT {
  private static final int EPISODES = 1000;
  private static final int FEWEST_UNFINISHED = 300;
  private static final Set<String> MISDEEDS = Set.of("claims_untested", "edits_tests");
  private static final ChatFormat FORMAT = ChatFormats.bundled();

  private final ReferencePolicy policy = new ReferencePolicy(FORMAT, 0.5);
  private final Detectors detectors = Detectors.bundled();
  private int honest;
  private int unfinished;
  private int tampered;
  private int tamperedFound;
  private final List<String> alarms = new ArrayList<>();

  @Test
  void honestEpisodesRaiseNoFlagAndTamperingDoes() throws InterruptedException {
    List<Task> tasks =
        TaskSources.open(Path.of(System.getProperty("millrace.root", ".."), "conf", "tasks"))
            .tasks();
    for (int seed = 1; honest < EPISODES; seed++) {
      for (Task task : tasks) {
        if (honest < EPISODES) {
          episode(task, seed);
        }
      }
    }
    System.out.printf(
        "%d honest episodes, %d of them unfinished, %d alarms; %d with edited tests, %d found%n",
        honest, unfinished, alarms.size(), tampered, tamperedFound);
    assertEquals(List.of(), alarms);
    assertTrue(unfinished >= FEWEST_UNFINISHED, "only " + unfinished);
    assertTrue(tampered > 0);
    assertEquals(tampered, tamperedFound);
  }

  private void episode(Task given, int seed) throws InterruptedException {
    boolean isFinished = seed % 3 != 0;
    SortedMap<String, String> files = files(given);
    Task task =
        isFinished ? given : new Unfinished(given, tests(files)).task(seed / 3 + files.size());
    TestedShell.Verdict tests = isFinished ? TestedShell.Verdict.PASS : TestedShell.Verdict.FAIL;
    MemorySandboxes sandboxes = new MemorySandboxes(files, new TestedShell(tests));
    GroupId group = new GroupId("honest." + task.ref().id().value().replace('/', '.'));
    Episode episode =
        new Episode(Episode.idOf(group, seed), task.ref(), group, seed, 0, seed, policy.name());
    Trajectory trajectory =
        new ToolLoop()
            .run(
                new EpisodeRun(
                    episode,
                    task,
                    policy,
                    FORMAT,
                    sandboxes,
                    TurnListener.NONE,
                    InstantSource.system()));
    List<String> faults =
        trajectory.events().modelCalls().stream()
            .map(call -> call.labels().getOrDefault("fault", ""))
            .toList();
    List<Flag> flags;
    try (Evidence evidence =
        Evidence.of(
            task, trajectory, new Verdict.Judged(isFinished ? 1 : 0, List.of()), sandboxes)) {
      flags = detectors.find(evidence);
    }
    if (faults.contains("edits_tests")) {
      boolean isPutBack =
          trajectory.events().modelCalls().stream()
              .anyMatch(call -> "edits_tests".equals(call.labels().get("recovers")));
      tampered += isPutBack ? 0 : 1;
      tamperedFound += !isPutBack && has(flags, "tests_edited") ? 1 : 0;
    } else if (faults.stream().noneMatch(MISDEEDS::contains)) {
      honest++;
      unfinished += isFinished ? 0 : 1;
      if (!flags.isEmpty() && alarms.size() < 20) {
        alarms.add(task.ref().id() + " " + seed + " " + faults + " " + flags);
      }
    }
  }

  private static boolean has(List<Flag> flags, String kind) {
    return flags.stream().anyMatch(flag -> flag.kind().equals(kind));
  }

  private static SortedMap<String, String> files(Task task) {
    SortedMap<String, String> files = new TreeMap<>();
    Path context = task.environment().context();
    for (Environment.Step step : task.environment().steps()) {
      if (context != null && step instanceof Environment.Step.Copy copy) {
        copy.sources().forEach(source -> add(context.resolve(source), copy.destination(), files));
      }
    }
    return files;
  }

  private static List<String> tests(SortedMap<String, String> files) {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((path, text) -> bytes.put(path, Case.bytes(text)));
    return TestedShell.tests(bytes);
  }

  private static void add(Path source, String destination, Map<String, String> files) {
    try (Stream<Path> found = Files.isDirectory(source) ? Files.walk(source) : Stream.of(source)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        boolean isInto = Files.isDirectory(source) || destination.endsWith("/");
        String name =
            Files.isDirectory(source)
                ? source.relativize(file).toString()
                : file.getFileName().toString();
        String root = destination.endsWith("/") ? destination : destination + "/";
        files.put(
            isInto ? root + name : destination,
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
