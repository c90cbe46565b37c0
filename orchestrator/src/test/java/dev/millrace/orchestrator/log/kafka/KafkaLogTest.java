package dev.millrace.orchestrator.log.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.EventLogContract;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaLogTest extends EventLogContract {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    String run = "run" + runs.incrementAndGet();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      // No test is about a member that stalls, and on a busy machine each may.
      Map<ConfigResource, Collection<AlterConfigOp>> lasting = new HashMap<>();
      lasting.put(group(run + ".scorer"), List.of(minute("consumer.session.timeout.ms")));
      lasting.put(
          group(run + ".workers"),
          List.of(minute("share.session.timeout.ms"), minute("share.record.lock.duration.ms")));
      admin.incrementalAlterConfigs(lasting).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("groups cannot be set up", e);
    }
    return KafkaLog.connect(broker.address(), run, PATIENCE);
  }

  private static ConfigResource group(String name) {
    return new ConfigResource(ConfigResource.Type.GROUP, name);
  }

  private static AlterConfigOp minute(String key) {
    return new AlterConfigOp(new ConfigEntry(key, "60000"), AlterConfigOp.OpType.SET);
  }

  /// A partition may have no leader yet and refuse what comes first, but not what comes next.
  @Test
  void aLogThatIsNewTakesWhateverIsWrittenAtOnce() {
    for (int i = 0; i < 6; i++) {
      try (EventLog log = open();
          Appender appender = log.appender()) {
        for (int record = 0; record < 300; record++) {
          for (Topic topic : Topic.values()) {
            appender.append(topic, "key", new byte[1000]);
          }
        }
        appender.flush();
        assertEquals(300L, log.ends(Topic.LEASES).get(0));
      }
    }
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
    // Taken, so that nobody else comes to listen there.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String nobody = "127.0.0.1:" + silent.getLocalPort();
      LogException error =
          assertThrows(
              LogException.class, () -> KafkaLog.connect(nobody, "run", Duration.ofSeconds(2)));
      assertTrue(String.valueOf(error.getMessage()).contains(nobody));
    }
  }
}
