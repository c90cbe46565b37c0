package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A container engine that answers in time or fails. Any thread may call it.
final class Engine implements AutoCloseable {
  private final URI host;
  private final PathFacts facts;
  private final DockerClient docker;
  // Without a limit on the time between two bytes, for connections on which commands are silent.
  private final DockerClient streams;

  private Engine(PathFacts facts, DockerClient docker, DockerClient streams) {
    this.host = facts.host();
    this.facts = facts;
    this.docker = docker;
    this.streams = streams;
  }

  /// Connects on the first call.
  ///
  /// @param patience for each answer
  static Engine at(URI host, Duration patience) {
    var transport =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(host)
            .connectionTimeout(patience)
            .responseTimeout(patience)
            .build();
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .build();
    var streams =
        new ZerodepDockerHttpClient.Builder().dockerHost(host).connectionTimeout(patience).build();
    return new Engine(
        new PathFacts(host, patience),
        DockerClientImpl.getInstance(config, transport),
        DockerClientImpl.getInstance(config, streams));
  }

  /// Something to ask of the engine.
  interface Question<T> {
    T ask(DockerClient docker);
  }

  /// Asks and waits for the answer.
  ///
  /// @param what is done, for the message: `start container X`
  /// @throws FailureException with `Failure.Sandbox` when the engine refuses, or cannot be asked
  <T> T call(String what, Question<T> question) throws InterruptedException {
    return guarded(what, () -> question.ask(docker));
  }

  /// As [#call], but empty when what is asked for is not there.
  <T> Optional<T> find(String what, Question<T> question) throws InterruptedException {
    return guarded(
        what,
        () -> {
          try {
            return Optional.of(question.ask(docker));
          } catch (NotFoundException _) {
            return Optional.empty();
          }
        });
  }

  /// Has the engine's client stream on threads of its own.
  void stream(String what, Question<?> question) throws InterruptedException {
    guarded(what, () -> Optional.ofNullable(question.ask(streams)));
  }

  private <T> T guarded(String what, Callable<T> work) throws InterruptedException {
    try {
      return work.call();
    } catch (FailureException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // The client wraps whatever went wrong on the way in exceptions of many kinds, an interrupt
      // too.
      if (Thread.interrupted()) {
        var interrupt = new InterruptedException("interrupted while to " + what);
        interrupt.initCause(e);
        throw interrupt;
      }
      throw new FailureException(
          new Failure.Sandbox("cannot " + what + " at " + host + ": " + reason(e)), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof DockerException refused
        ? "status " + refused.getHttpStatus() + ": " + String.valueOf(refused.getMessage()).strip()
        : e.toString();
  }

  /// Removes a container with whatever runs in it. Nothing is done where it is gone already.
  void remove(String container) throws InterruptedException {
    try {
      removeOnce(container);
    } catch (FailureException _) {
      // It has ended by itself while it was being killed.
      removeOnce(container);
    }
  }

  private void removeOnce(String container) throws InterruptedException {
    find(
        "remove container " + container,
        docker -> {
          docker.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
          return container;
        });
  }

  /// Sends a signal to a container's first process; nothing is done where it is gone already.
  void signal(String container, String signal) throws InterruptedException {
    find(
        "signal container " + container,
        docker -> {
          try {
            docker.killContainerCmd(container).withSignal(signal).exec();
          } catch (NotModifiedException _) {
            return "it has ended";
          }
          return signal;
        });
  }

  /// Reads an archive.
  interface Reader<T> {
    T read(InputStream archive) throws IOException;
  }

  /// The facts of a path in a container, links not followed; see [Stat#of]. Empty where there is
  /// nothing.
  Optional<String> facts(String container, String path) throws InterruptedException {
    return guarded(
        "look at " + path + " of container " + container, () -> facts.of(container, path));
  }

  /// Reads the tar of a path in a container: the path itself under its last name and, of a
  /// directory, all below it. Empty when there is nothing.
  <T> Optional<T> archive(String container, String path, Reader<T> reader)
      throws InterruptedException {
    return guarded(
        "read " + path + " of container " + container,
        () -> {
          try (var archive = docker.copyArchiveFromContainerCmd(container, path).exec()) {
            return Optional.of(reader.read(archive));
          } catch (NotFoundException _) {
            return Optional.empty();
          }
        });
  }

  /// Does work to its end, whoever interrupts the caller meanwhile; the interrupt is kept for
  /// later.
  static void completely(Cleanup work) {
    var done = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .name("sandbox-cleanup")
        .start(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Exception e) {
                done.completeExceptionally(e);
              }
            });
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.get(1, TimeUnit.HOURS);
          return;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FailureException failure) {
        throw failure;
      }
      throw new FailureException(new Failure.Sandbox("cannot clean up: " + e.getCause()), e);
    } catch (TimeoutException e) {
      throw new FailureException(new Failure.Sandbox("cannot clean up: no end in an hour"), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Work that is not to be left half done.
  interface Cleanup {
    void run() throws InterruptedException;
  }

  @Override
  public void close() {
    for (Closeable client : new Closeable[] {docker, streams}) {
      try {
        client.close();
      } catch (IOException e) {
        throw new FailureException(new Failure.Sandbox("cannot close the connection: " + e), e);
      }
    }
  }
}
