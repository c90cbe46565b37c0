package dev.millrace.orchestrator.log.kafka;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.EventLogContract;
import dev.millrace.orchestrator.log.LogException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaLogTest extends EventLogContract {
  private final AtomicInteger runs = new AtomicInteger();

  private EmbeddedBroker broker;

  @BeforeAll
  void startBroker(@TempDir Path directory) {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  @Override
  protected EventLog open() {
    return KafkaLog.connect(
        broker.address(), "run" + runs.incrementAndGet(), Duration.ofSeconds(20));
  }

  @Test
  void takenPortIsNamedWithWhatToChange(@TempDir Path directory) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LogException error =
          assertThrows(
              LogException.class,
              () -> EmbeddedBroker.start(directory.resolve("other"), taken.getLocalPort()));
      String message = String.valueOf(error.getMessage());
      assertTrue(message.contains(String.valueOf(taken.getLocalPort())), message);
      assertTrue(message.contains("kafka.port"), message);
    }
  }

  @Test
  void noBrokerIsAnErrorWithinThePatience() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    LogException error =
        assertThrows(
            LogException.class,
            () -> KafkaLog.connect("127.0.0.1:" + port, "run", Duration.ofSeconds(2)));
    assertTrue(String.valueOf(error.getMessage()).contains("127.0.0.1:" + port));
  }
}
