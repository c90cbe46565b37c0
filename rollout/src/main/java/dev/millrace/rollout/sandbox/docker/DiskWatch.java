package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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
  // Of the thread that looks, and after its end of the one that closes: by their containers, those
  // that end shells.
  private final Map<String, Thread> ending = new HashMap<>();
  private boolean isBlind;

  private DiskWatch(
      Engine engine,
      Map<String, String> labels,
      long mostBytes,
      Collection<DockerSandbox> sandboxes) {
    this.engine = engine;
    this.labels = labels;
    this.mostBytes = mostBytes;
    this.sandboxes = sandboxes;
    this.thread = Thread.ofVirtual().name("sandbox-disk-watch").unstarted(this::watch);
  }

  /// Starts its thread.
  ///
  /// @param labels of all the containers
  /// @param mostBytes that one may have
  /// @param sandboxes that are open, changed by others
  static DiskWatch start(
      Engine engine,
      Map<String, String> labels,
      long mostBytes,
      Collection<DockerSandbox> sandboxes) {
    var watch = new DiskWatch(engine, labels, mostBytes, sandboxes);
    watch.thread.start();
    return watch;
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
    Set<String> full;
    try {
      full = full();
      isBlind = false;
    } catch (FailureException e) {
      if (!isBlind) {
        LOG.atWarn()
            .setMessage(
                "Cannot see what the sandboxes' files take, so nothing ends one that fills the"
                    + " disk: see whether the engine runs and how busy its storage is")
            .addKeyValue("why", e.failure().detail())
            .addKeyValue("again", PERIOD)
            .log();
      }
      isBlind = true;
      return;
    }
    for (DockerSandbox sandbox : sandboxes) {
      if (full.contains(sandbox.container())) {
        end(sandbox);
      }
    }
  }

  private void end(DockerSandbox sandbox) throws InterruptedException {
    String container = sandbox.container();
    LOG.atWarn()
        .setMessage("A sandbox's files take too much: ending what runs in it")
        .addKeyValue("container", container)
        .addKeyValue("bytes", mostBytes)
        .log();
    try {
      sandbox.endCommand();
    } catch (FailureException e) {
      // It may have gone meanwhile; if not, it is tried again.
      LOG.atDebug().setMessage("Cannot end a command").setCause(e).log();
      return;
    }
    Thread before = ending.get(container);
    if (before == null || !before.isAlive()) {
      // Waits for its turn to ask the controller.
      Runnable work = () -> endShells(sandbox);
      ending.put(container, Thread.ofVirtual().name("sandbox-disk-watch-shells").start(work));
    }
    ending.values().removeIf(thread -> !thread.isAlive());
  }

  private static void endShells(DockerSandbox sandbox) {
    try {
      sandbox.endShells();
    } catch (FailureException e) {
      LOG.atDebug()
          .setMessage("Cannot end a sandbox's shells")
          .addKeyValue("container", sandbox.container())
          .setCause(e)
          .log();
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

  /// Returns when it looks no more and has ended what it was ending. That may wait for commands:
  /// the sandboxes are to be closed before.
  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
    Engine.completely(
        () -> {
          thread.join();
          for (Thread each : ending.values()) {
            each.join();
          }
        });
  }
}
