package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Reader;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Reads all partitions of a topic from given offsets, without a group.
final class KafkaTail implements Reader {
  private final KafkaConsumer<String, byte[]> consumer;
  private final Topic topic;

  private KafkaTail(KafkaConsumer<String, byte[]> consumer, Topic topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  static KafkaTail open(
      KafkaConsumer<String, byte[]> consumer, String run, Topic topic, Map<Integer, Long> from) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      partitions.add(new TopicPartition(KafkaLog.name(run, topic), partition));
    }
    consumer.assign(partitions);
    partitions.forEach(p -> consumer.seek(p, from.getOrDefault(p.partition(), 0L)));
    return new KafkaTail(consumer, topic);
  }

  @Override
  public List<LogRecord> poll(Duration wait) throws InterruptedException {
    return Records.of(topic, () -> consumer.poll(wait));
  }

  @Override
  public void close() {
    consumer.close(Records.QUICKLY);
  }
}
