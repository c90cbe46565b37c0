package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.GroupReader;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.ShareReader;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.Transactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/// The event log of one run on a Kafka cluster, 4.2 or newer (share groups).
public final class KafkaLog implements EventLog {
  /// Larger values do not travel through the log; see the delta store.
  static final int MAX_RECORD_BYTES = 16 << 20;

  private final Clients clients;
  private final String run;
  private final Admin admin;

  private KafkaLog(Clients clients, String run, Admin admin) {
    this.clients = clients;
    this.run = run;
    this.admin = admin;
  }

  /// Connects, and creates the run's topics where they are missing.
  ///
  /// @param bootstrap `HOST:PORT`, or several with commas
  /// @param run the run's name: the prefix of its topics and groups
  /// @param patience how long a broker may be gone before a call fails
  /// @throws LogException when that is no address, or no broker answers within the patience
  public static KafkaLog connect(String bootstrap, String run, Duration patience) {
    Clients clients = new Clients(bootstrap, patience);
    Admin admin = admin(clients);
    KafkaLog log = new KafkaLog(clients, run, admin);
    try {
      log.createTopics();
      return log;
    } catch (RuntimeException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  private static Admin admin(Clients clients) {
    try {
      return Admin.create(clients.admin());
    } catch (KafkaException e) {
      throw new LogException(
          "no broker can be at "
              + clients.bootstrap()
              + "; expected HOST:PORT, or several with commas",
          e);
    }
  }

  @Override
  public Appender appender() {
    return new KafkaAppender(clients.producer(null), run);
  }

  @Override
  public Transactor transactor(String id) {
    return KafkaTransactor.open(clients.producer(run + "." + id), run);
  }

  @Override
  public Tail tail(Topic topic, Map<Integer, Long> from) {
    return KafkaTail.open(clients.consumer(null), run, topic, from);
  }

  @Override
  public GroupReader group(String group, Topic topic) {
    return KafkaGroupReader.open(clients.consumer(run + "." + group), run, topic);
  }

  @Override
  public ShareReader share(String group, Topic topic) {
    String name = run + "." + group;
    ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, name);
    await(
        "set up the share group " + name,
        admin
            .incrementalAlterConfigs(
                Map.of(
                    resource,
                    List.of(
                        set("share.auto.offset.reset", "earliest"),
                        set("share.isolation.level", "read_committed"))))
            .all());
    return KafkaShareReader.open(clients.share(name), run, topic);
  }

  @Override
  public Map<Integer, Long> ends(Topic topic) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      asked.put(new TopicPartition(name(run, topic), partition), OffsetSpec.latest());
    }
    Map<Integer, Long> ends = new HashMap<>();
    await(
            "read the ends of " + topic.label(),
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, info) -> ends.put(partition.partition(), info.offset()));
    return ends;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }

  static String name(String run, Topic topic) {
    return run + "." + topic.label();
  }

  private void createTopics() {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      boolean newest = topic.retention() == Topic.Retention.NEWEST_OF_KEY;
      topics.add(
          new NewTopic(name(run, topic), Optional.of(topic.partitions()), Optional.empty())
              .configs(
                  Map.of(
                      "cleanup.policy",
                      newest ? "compact" : "delete",
                      "max.message.bytes",
                      String.valueOf(MAX_RECORD_BYTES))));
    }
    for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
      try {
        await("create the topics of " + run, created);
      } catch (LogException e) {
        if (!(e.getCause() instanceof ExecutionException f
            && f.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private <T> T await(String what, KafkaFuture<T> future) {
    try {
      return future.get(clients.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      // The client's own deadline is the same; either may come first.
      throw e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
          ? unanswered(what, e)
          : new LogException("could not " + what + " at " + clients.bootstrap(), e);
    } catch (TimeoutException e) {
      throw unanswered(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException("interrupted while trying to " + what, e);
    }
  }

  private LogException unanswered(String what, Exception e) {
    return new LogException(
        "could not "
            + what
            + ": no broker answered at "
            + clients.bootstrap()
            + " within "
            + clients.patience().toSeconds()
            + " s",
        e);
  }

  private static AlterConfigOp set(String key, String value) {
    return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
  }
}
