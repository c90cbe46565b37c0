package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Builds that no engine answers.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BuildRequestTest {
  private static final String DOCKERFILE = "/tasks/slow/environment/Dockerfile";

  @TempDir Path directory;

  private Path socket() {
    return directory.resolve("engine.sock");
  }

  private Failure failure(Duration patience) throws Exception {
    URI host = URI.create("unix://" + socket());
    var output = new BuildOutput(DOCKERFILE, host);
    try (var _ = BuildRequest.send(host, Map.of("t", "x"), new byte[0], output)) {
      return assertThrows(FailureException.class, () -> output.await(patience)).failure();
    }
  }

  @Test
  void anEngineThatDoesNotTakeTheConnectionIsWaitedForNoLongerThanABuildMayTake() throws Exception {
    var address = UnixDomainSocketAddress.of(socket());
    List<SocketChannel> waiting = new ArrayList<>();
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address, 1);
      // The kernel takes one more than it is told.
      for (int i = 0; i < 2; i++) {
        waiting.add(SocketChannel.open(address));
      }
      String detail =
          assertInstanceOf(Failure.Environment.class, failure(Duration.ofMillis(200))).detail();
      for (String part :
          List.of(
              "cannot build " + DOCKERFILE + " at unix://" + socket(),
              "took longer than PT0.2S: shorten the step, or build the image beforehand")) {
        assertTrue(detail.contains(part), detail);
      }
    } finally {
      for (SocketChannel client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void anEngineThatIsNotThereIsNamedWithTheDockerfile() throws Exception {
    String detail =
        assertInstanceOf(Failure.Sandbox.class, failure(Duration.ofSeconds(50))).detail();
    assertTrue(detail.contains("cannot build " + DOCKERFILE), detail);
    assertTrue(detail.contains("the connection to unix://" + socket() + " failed"), detail);
  }
}
