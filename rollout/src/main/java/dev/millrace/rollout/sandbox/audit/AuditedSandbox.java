package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.sandbox.audit.AuditEvent.Operation;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A sandbox that keeps a log of all that is asked of it. The log is sealed when it is closed.
public final class AuditedSandbox implements Sandbox {
  private final Sandbox sandbox;
  private final AuditedProvider provider;
  private final Decisions decisions;
  private final Recorder recorder;

  AuditedSandbox(Sandbox sandbox, AuditedProvider provider, Decisions decisions) {
    this.sandbox = sandbox;
    this.provider = provider;
    this.decisions = decisions;
    this.recorder = new Recorder(decisions.log());
  }

  /// Its log, for what others record in it, and for its head.
  public AuditLog log() {
    return recorder.log();
  }

  /// The log's head.
  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>(sandbox.facts());
    facts.putAll(log().head().facts());
    return facts;
  }

  @Override
  public String workdir() {
    return sandbox.workdir();
  }

  @Override
  public ExecResult exec(Command command) throws InterruptedException {
    AuditEvent.Traced traced = Digests.of(command);
    List<String> variables = command.variables().keySet().stream().sorted().toList();
    return recorder.record(
        Operation.COMMAND,
        traced.beginning(),
        () -> sandbox.exec(command),
        result ->
            new AuditEvent.Ran(
                traced,
                variables,
                command.stdin().length,
                result.end().name(),
                result.exitCode(),
                result.duration().toNanos() / 1000,
                AuditedShell.bytes(result)));
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) throws InterruptedException {
    return recorder.record(
        Operation.READ,
        path,
        () -> sandbox.read(path, maxBytes),
        found -> new AuditEvent.FileRead(path, found.map(Digests::of).stream().toList()));
  }

  @Override
  public Found look(String path, int maxBytes) throws InterruptedException {
    return recorder.record(
        Operation.READ,
        path,
        () -> sandbox.look(path, maxBytes),
        found ->
            new AuditEvent.FileRead(
                path,
                found instanceof Found.Content(byte[] bytes, _)
                    ? List.of(Digests.of(bytes))
                    : List.of()));
  }

  @Override
  public boolean write(String path, byte[] content) throws InterruptedException {
    return recorder.record(
        Operation.WRITE,
        path,
        () -> sandbox.write(path, content),
        written -> new AuditEvent.FileWritten(path, Digests.of(content), written));
  }

  @Override
  public void copyIn(Path hostDirectory, String path) throws InterruptedException {
    recorder.record(
        Operation.COPY_IN,
        path,
        () -> {
          List<DeltaEntry> tree = tree(hostDirectory);
          sandbox.copyIn(hostDirectory, path);
          return tree;
        },
        tree ->
            new AuditEvent.CopiedIn(
                path,
                Digests.of(DeltaArchive.encode(tree, Long.MAX_VALUE)),
                Changes.below(Changes.plain(workdir(), path), tree)));
  }

  private static List<DeltaEntry> tree(Path hostDirectory) {
    try {
      return HostTree.read(hostDirectory);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox("cannot copy " + hostDirectory + " into a sandbox: " + e), e);
    }
  }

  @Override
  public WorkspaceDelta capture(long maxBytes) throws InterruptedException {
    return recorder.record(
        Operation.CAPTURE,
        "",
        () -> sandbox.capture(maxBytes),
        delta -> new AuditEvent.Captured(Digests.of(delta), changes(delta)));
  }

  @Override
  public void apply(WorkspaceDelta delta) throws InterruptedException {
    recorder.record(
        Operation.APPLY,
        delta.digest(),
        () -> {
          sandbox.apply(delta);
          return delta;
        },
        applied -> new AuditEvent.Applied(Digests.of(applied), changes(applied)));
  }

  private static Changes changes(WorkspaceDelta delta) {
    return Changes.below("/", DeltaArchive.decode(delta));
  }

  @Override
  public Sandbox fork() throws InterruptedException {
    Sandbox forked;
    try {
      forked = recorder.attempt(Operation.FORK, "", sandbox::fork);
    } catch (RuntimeException | InterruptedException e) {
      decisions.dropFork();
      throw e;
    }
    try {
      return provider.forked(forked, decisions);
    } catch (RuntimeException e) {
      forked.close();
      throw e;
    }
  }

  @Override
  public Shell shell(Command.Limits limits) throws InterruptedException {
    Shell shell = recorder.attempt(Operation.SHELL, "", () -> sandbox.shell(limits));
    try {
      return new AuditedShell(shell, log().append(new AuditEvent.ShellOpened()), recorder);
    } catch (RuntimeException e) {
      shell.close();
      throw e;
    }
  }

  @Override
  public void close() {
    provider.forget(this);
    // The log is sealed whatever becomes of the sandbox: its end is known either way.
    try (AuditLog log = log()) {
      close(log);
    }
  }

  private void close(AuditLog log) {
    try {
      sandbox.close();
    } catch (RuntimeException e) {
      log.append(new AuditEvent.Broke(Operation.CLOSE, "", Masking.text(e.toString())));
      throw e;
    }
  }
}
