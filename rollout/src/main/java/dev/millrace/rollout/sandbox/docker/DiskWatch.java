package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at what the changed files of containers take, and ends what runs in one where that is too
/// much, again and again until it has removed some.
final class DiskWatch implements AutoCloseable {
  static final Duration PERIOD = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  private final Engine engine;
  private final Map<String, String> labels;
  private final long mostBytes;
  private final Collection<DockerSandbox> sandboxes;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  /// @param labels of all the containers
  /// @param mostBytes that one may have
  /// @param sandboxes that are open, changed by others
  DiskWatch(
      Engine engine,
      Map<String, String> labels,
      long mostBytes,
      Collection<DockerSandbox> sandboxes) {
    this.engine = engine;
    this.labels = labels;
    this.mostBytes = mostBytes;
    this.sandboxes = sandboxes;
    this.thread = Thread.ofVirtual().name("sandbox-disk-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!sandboxes.isEmpty()) {
          look();
        }
      }
    } catch (InterruptedException _) {
      // It was closed.
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    try {
      Set<String> full = full();
      for (DockerSandbox sandbox : sandboxes) {
        if (full.contains(sandbox.container())) {
          LOG.atWarn()
              .setMessage("A sandbox's files take too much: ending what runs in it")
              .addKeyValue("container", sandbox.container())
              .addKeyValue("bytes", mostBytes)
              .log();
          sandbox.endWhatRuns();
        }
      }
    } catch (FailureException e) {
      // Of a container that has gone meanwhile; or the engine does not answer, as others will see.
      LOG.atDebug().setMessage("Cannot look at sizes").setCause(e).log();
    }
  }

  private Set<String> full() throws InterruptedException {
    return engine
        .call(
            "ask for sizes",
            docker -> docker.listContainersCmd().withShowSize(true).withLabelFilter(labels).exec())
        .stream()
        .filter(container -> container.getSizeRw() != null && container.getSizeRw() > mostBytes)
        .map(container -> container.getId())
        .collect(Collectors.toSet());
  }

  /// Returns when it looks no more.
  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
    Engine.completely(thread::join);
  }
}
