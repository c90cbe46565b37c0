package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes sandboxes of another provider that each keep a log.
public final class AuditedProvider implements SandboxProvider {
  private final SandboxProvider provider;
  private final AuditLogs logs;
  private final Set<AuditedSandbox> open = ConcurrentHashMap.newKeySet();

  /// @param provider closed with this one
  public AuditedProvider(SandboxProvider provider, AuditLogs logs) {
    this.provider = provider;
    this.logs = logs;
  }

  @Override
  public String description() {
    return provider.description() + "; audited";
  }

  @Override
  public Protections protections() {
    Protections others = provider.protections();
    List<Protections.Protection> all = new ArrayList<>(others.all());
    all.add(
        new Protections.Protection(
            "audit", Protections.Strength.FULL, "a hash-chained log of each sandbox", ""));
    return new Protections(others.mechanism(), all);
  }

  @Override
  public AuditedSandbox create(Environment environment) throws InterruptedException {
    return create(environment, Attachments.NONE);
  }

  @Override
  public AuditedSandbox create(Environment environment, Attachments attachments)
      throws InterruptedException {
    return create(environment, attachments, logs.start());
  }

  private AuditedSandbox create(Environment environment, Attachments attachments, AuditLog log)
      throws InterruptedException {
    var decisions = new Decisions(log, logs);
    List<String> attached =
        attachments.directories().stream().map(d -> d.host() + " at " + d.target()).toList();
    try {
      log.append(
          new AuditEvent.Opened(
              log.id(),
              provider.description(),
              environment.digest(),
              List.of(),
              environment.workdir(),
              attached));
      return opened(
          new Recorder(log)
              .attempt(
                  AuditEvent.Operation.CREATE,
                  environment.digest(),
                  () -> provider.create(environment, attachments.with(decisions))),
          decisions);
    } catch (RuntimeException | InterruptedException e) {
      log.close();
      throw e;
    }
  }

  private AuditedSandbox opened(Sandbox sandbox, Decisions decisions) {
    AuditedSandbox audited = new AuditedSandbox(sandbox, this, decisions);
    open.add(audited);
    return audited;
  }

  /// Gives a fork its own log, which begins where its parent's was.
  AuditedSandbox forked(Sandbox sandbox, Decisions parents) {
    AuditLog parent = parents.log();
    Decisions decisions = parents.takeFork();
    AuditLog log = decisions.log();
    try {
      parent.append(new AuditEvent.Forked(log.id()));
      AuditHead head = parent.head();
      log.append(
          new AuditEvent.Opened(
              log.id(),
              provider.description(),
              head.hash(),
              List.of(parent.id()),
              sandbox.workdir(),
              List.of()));
      return opened(sandbox, decisions);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  void forget(AuditedSandbox sandbox) {
    open.remove(sandbox);
  }

  @Override
  public void close() {
    open.forEach(AuditedSandbox::close);
    provider.close();
  }
}
