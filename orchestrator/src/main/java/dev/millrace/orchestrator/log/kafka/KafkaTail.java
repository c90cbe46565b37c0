package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads all partitions of a topic from given offsets, without a group.
final class KafkaTail implements Tail {
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
  public Map<Integer, Long> positions() {
    try {
      Map<Integer, Long> positions = new HashMap<>();
      consumer.assignment().forEach(p -> positions.put(p.partition(), consumer.position(p)));
      return positions;
    } catch (KafkaException e) {
      throw new LogException("cannot tell the position in " + topic.label(), e);
    }
  }

  @Override
  public void close() {
    Records.close(consumer);
  }
}
