package dev.millrace.rewards.patch;

import dev.millrace.rewards.ClosedShell;
import dev.millrace.rewards.Overrun;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.grading.Grading;
import dev.millrace.rewards.grading.LogReader;
import dev.millrace.rewards.grading.Markers;
import dev.millrace.rewards.grading.Reason;
import dev.millrace.rewards.grading.Report;
import dev.millrace.rewards.logs.LogParsers;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.grading.Evidence.Overtime;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges patches: in a fresh sandbox the patch is applied, the row's script runs with markers of
/// that run alone, and what it prints is graded. Any thread may call it.
public final class PatchJudge {
  private static final int OUTPUT_BYTES = 32 << 20;
  private static final int NONCE_BYTES = 16;

  // It names the tests that are to pass.
  private static final String HIDE =
      "rm -f /tests/grading.json || exit " + ClosedShell.GIVEN_UP + "\n";

  private final SandboxProvider sandboxes;
  private final SecureRandom random = new SecureRandom();

  public PatchJudge(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
  }

  /// The verdict on a patch; an empty one leaves the repository as it is.
  public PatchVerdict judge(Task task, TestSpec spec, String patch) throws InterruptedException {
    try {
      LogParser parser = parser(task, spec);
      try (Sandbox sandbox = sandboxes.create(task.environment())) {
        Git git =
            new Git(
                sandbox, spec.grading().place().directory(), task.limits().commandMemoryBytes());
        Optional<Reason> notApplied = new PatchApplication(git, spec.grading()).apply(patch);
        return notApplied.isPresent()
            ? judged(Report.ungraded(List.of(notApplied.get())), "")
            : run(task, spec, parser, sandbox);
      }
    } catch (FailureException e) {
      return new PatchVerdict(new Verdict.Errored(e.failure()), Optional.empty(), "");
    }
  }

  private PatchVerdict run(Task task, TestSpec spec, LogParser parser, Sandbox sandbox)
      throws InterruptedException {
    Markers markers = Markers.ofOneRun(nonce(), nonce());
    sandbox.copyIn(spec.directory(), "/tests");
    write(sandbox, EvalScript.marked(script(task, spec), markers));
    ExecResult result = sandbox.exec(command(task, spec));
    String log = result.stdout();
    if (log.length() >= OUTPUT_BYTES) {
      throw failure(task, "eval.sh printed more than " + (OUTPUT_BYTES >> 20) + " MiB");
    }
    Optional<String> overrun = Overrun.of(result, task, spec.timeout());
    if (overrun.isPresent()) {
      return overrun(task, spec, result.end(), "eval.sh " + overrun.get(), log);
    }
    if (result.exitCode() == ClosedShell.GIVEN_UP) {
      throw failure(
          task,
          "eval.sh could not begin: its files could not be removed, or "
              + ClosedShell.NEEDS
              + ": "
              + Git.tail(log));
    }
    if (result.exitCode() == EvalScript.NOT_ALONE) {
      Failure failure =
          failure(task, "processes that the tests left behind could not be ended").failure();
      return new PatchVerdict(
          new Verdict.Errored(failure, Verdict.Sign.SILENCED), Optional.empty(), log);
    }
    var region = spec.grading().semantics().evidence().region();
    LogReader.Reading reading = new LogReader(markers, region, parser).read(log);
    return judged(Grading.grade(spec.grading(), reading.results(), reading.facts()), log);
  }

  /// Only a lack of time may count as an answer.
  private static PatchVerdict overrun(
      Task task, TestSpec spec, ExecResult.End end, String problem, String log) {
    Overtime rule = spec.grading().semantics().evidence().overtime();
    if (end != ExecResult.End.TIMED_OUT || rule == Overtime.ERRORED) {
      throw failure(task, problem);
    }
    return judged(Report.ungraded(List.of(new Reason(Reason.Kind.TIMED_OUT, problem))), log);
  }

  private static PatchVerdict judged(Report report, String log) {
    return new PatchVerdict(Reports.verdict(report), Optional.of(report), log);
  }

  private static Command command(Task task, TestSpec spec) {
    var limits =
        new Command.Limits(spec.timeout(), task.limits().commandMemoryBytes(), OUTPUT_BYTES);
    return new Command(
        ClosedShell.argv(HIDE, EvalScript.FILE),
        Map.of(),
        new byte[0],
        limits,
        Command.Streams.MERGED);
  }

  private String nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return HexFormat.of().formatHex(nonce);
  }

  private static LogParser parser(Task task, TestSpec spec) {
    String name = spec.grading().parser();
    return LogParsers.named(name)
        .orElseThrow(
            () ->
                failure(
                    task,
                    "no log parser is named %s; there are %s"
                        .formatted(name, String.join(", ", LogParsers.names()))));
  }

  private static String script(Task task, TestSpec spec) {
    String script;
    try {
      script = Files.readString(spec.directory().resolve("eval.sh"));
    } catch (IOException e) {
      throw new UncheckedIOException("reading eval.sh of " + task.ref().id(), e);
    }
    if (!EvalScript.hasMarkers(script)) {
      throw failure(task, "eval.sh prints no `" + Markers.START + "` and `" + Markers.END + "`");
    }
    return script;
  }

  private static void write(Sandbox sandbox, String script) throws InterruptedException {
    if (!sandbox.write(EvalScript.FILE, script.getBytes(StandardCharsets.UTF_8))) {
      throw new FailureException(new Failure.Sandbox("cannot write " + EvalScript.FILE));
    }
  }

  private static FailureException failure(Task task, String problem) {
    return new FailureException(
        new Failure.Verifier("judging a patch of " + task.ref().id() + ": " + problem));
  }
}
