package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.ShareReader;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A member of a share group (KIP-932), with explicit acknowledgement.
final class KafkaShareReader implements ShareReader {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaShareReader.class);
  private final KafkaShareConsumer<String, byte[]> consumer;
  private final Topic topic;
  private final Map<LogRecord, ConsumerRecord<String, byte[]>> held = new HashMap<>();

  private KafkaShareReader(KafkaShareConsumer<String, byte[]> consumer, Topic topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  static KafkaShareReader open(
      KafkaShareConsumer<String, byte[]> consumer, String run, Topic topic) {
    consumer.subscribe(List.of(KafkaLog.name(run, topic)));
    return new KafkaShareReader(consumer, topic);
  }

  @Override
  public List<LogRecord> poll(Duration wait) throws InterruptedException {
    held.clear();
    List<LogRecord> records = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : Records.polled(topic, () -> consumer.poll(wait))) {
      LogRecord taken = Records.of(topic, record);
      held.put(taken, record);
      records.add(taken);
    }
    return records;
  }

  @Override
  public void accept(LogRecord record) {
    settle(record, AcknowledgeType.ACCEPT);
  }

  @Override
  public void release(LogRecord record) {
    settle(record, AcknowledgeType.RELEASE);
  }

  /// Acknowledges at once. A record whose lock ran out meanwhile (the broker was gone, say) belongs
  /// to another member by now; what was done for it here is repeated there, which attempts are made
  /// to bear, so that is no reason to stop.
  private void settle(LogRecord record, AcknowledgeType type) {
    try {
      consumer.acknowledge(held(record), type);
      Map<TopicIdPartition, Optional<KafkaException>> results = consumer.commitSync();
      for (Optional<KafkaException> error : results.values()) {
        if (error.isPresent()) {
          LOG.atWarn()
              .addKeyValue("record", record)
              .addKeyValue("reason", error.get().getMessage())
              .log("a record was not settled in time, it comes again");
        }
      }
    } catch (KafkaException e) {
      throw new LogException("cannot settle a record of " + topic.label(), e);
    }
  }

  private ConsumerRecord<String, byte[]> held(LogRecord record) {
    ConsumerRecord<String, byte[]> found = held.remove(record);
    if (found == null) {
      throw new IllegalStateException("the record " + record + " is settled already or not held");
    }
    return found;
  }

  @Override
  public void close() {
    Records.close(consumer);
  }
}
