package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.LogException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/// A Kafka broker and its KRaft controller in this JVM, on the loopback interface only. Its data
/// survives a restart on the same directory.
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE = 1;

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /// Starts a broker; returns when it answers.
  ///
  /// @param directory for its data; formatted when new
  /// @param port on 127.0.0.1, or 0 for any free one
  /// @throws LogException when the port is taken or the data cannot be used
  public static EmbeddedBroker start(Path directory, int port) {
    try (Socket own = reserved(port);
        Socket controller = reserved(0)) {
      return start(directory, own.getLocalPort(), controller.getLocalPort());
    } catch (IOException e) {
      throw new LogException("a port on the loopback interface could not be given back", e);
    }
  }

  private static EmbeddedBroker start(Path directory, int port, int controller) {
    try {
      Files.createDirectories(directory);
      format(directory);
      Properties settings = settings(directory, port, controller);
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, port);
    } catch (Exception e) {
      throw new LogException(
          "the broker did not start on 127.0.0.1:" + port + " with its data in " + directory, e);
    }
  }

  /// `127.0.0.1:PORT`
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(Path directory) throws Exception {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    Formatter formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
            .setClusterId(Uuid.randomUuid().toString())
            .setNodeId(NODE)
            .setReleaseVersion(MetadataVersion.latestProduction())
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(directory.toString())
            .setDirectories(List.of(directory.toString()))
            .setIgnoreFormatted(true);
    formatter.run();
  }

  private static Properties settings(Path directory, int port, int controller) {
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", String.valueOf(NODE));
    p.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controller);
    p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
    p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("controller.listener.names", "CONTROLLER");
    p.put("log.dir", directory.toString());
    p.put("auto.create.topics.enable", "false");
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("group.share.min.record.lock.duration.ms", "1000");
    p.put("group.share.record.lock.duration.ms", "5000");
    p.put("group.share.min.session.timeout.ms", "1000");
    p.put("group.share.session.timeout.ms", "6000");
    p.put("group.share.min.heartbeat.interval.ms", "500");
    p.put("group.share.heartbeat.interval.ms", "500");
    p.put("group.consumer.min.session.timeout.ms", "1000");
    p.put("group.consumer.session.timeout.ms", "6000");
    p.put("group.consumer.min.heartbeat.interval.ms", "500");
    p.put("group.consumer.heartbeat.interval.ms", "500");
    p.put("message.max.bytes", String.valueOf(KafkaLog.MAX_RECORD_BYTES));
    p.put("log.segment.bytes", String.valueOf(256 << 20));
    p.put("log.retention.ms", "-1");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "2");
    p.put("num.recovery.threads.per.data.dir", "1");
    p.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
    p.put("unstable.feature.versions.enable", "false");
    return p;
  }

  /// A socket that does not listen: the broker may share its port, and nobody else is given it
  /// meanwhile.
  private static Socket reserved(int port) throws IOException {
    Socket socket = new Socket();
    try {
      // Two sockets share a port where both say so and none of them listens yet.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new LogException(
          port == 0
              ? "no port on the loopback interface is free"
              : "port "
                  + port
                  + " on 127.0.0.1 is taken; set kafka.port to another one, or to 0 for any free"
                  + " one",
          e);
    }
  }
}
