package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.GroupReader;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// A member of a consumer group (KIP-848).
final class KafkaGroupReader implements GroupReader {
  private final KafkaConsumer<String, byte[]> consumer;
  private final Topic topic;

  private KafkaGroupReader(KafkaConsumer<String, byte[]> consumer, Topic topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  static KafkaGroupReader open(KafkaConsumer<String, byte[]> consumer, String run, Topic topic) {
    consumer.subscribe(List.of(KafkaLog.name(run, topic)));
    return new KafkaGroupReader(consumer, topic);
  }

  @Override
  public List<LogRecord> poll(Duration wait) throws InterruptedException {
    return Records.of(topic, () -> consumer.poll(wait));
  }

  @Override
  public Set<Integer> owned() {
    return consumer.assignment().stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void rewind() {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
      for (TopicPartition partition : consumer.assignment()) {
        OffsetAndMetadata position = committed.get(partition);
        consumer.seek(partition, position == null ? 0L : position.offset());
      }
    } catch (KafkaException e) {
      throw new LogException("cannot go back to the committed position of " + topic.label(), e);
    }
  }

  ConsumerGroupMetadata metadata() {
    return consumer.groupMetadata();
  }

  @Override
  public void close() {
    Records.close(consumer);
  }
}
