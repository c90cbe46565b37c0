package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Transactor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Consume-transform-produce in Kafka transactions (KIP-98, with the group's generation as KIP-447
/// asks).
final class KafkaTransactor implements Transactor {
  private final KafkaProducer<String, byte[]> producer;
  private final String run;

  private KafkaTransactor(KafkaProducer<String, byte[]> producer, String run) {
    this.producer = producer;
    this.run = run;
  }

  static KafkaTransactor open(KafkaProducer<String, byte[]> producer, String run) {
    try {
      producer.initTransactions();
      return new KafkaTransactor(producer, run);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new LogException("cannot open a transactional writer for " + run, e);
    }
  }

  @Override
  public void commit(List<Outgoing> records, Consumed consumed) {
    try {
      producer.beginTransaction();
      for (Outgoing record : records) {
        // A record that cannot be sent fails the commit.
        var _ =
            producer.send(
                new ProducerRecord<>(
                    KafkaLog.name(run, record.topic()), record.key(), record.value()));
      }
      if (consumed instanceof Consumed.By(KafkaGroupReader reader, List<LogRecord> last)) {
        producer.sendOffsetsToTransaction(behind(last), reader.metadata());
      }
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw new LogException("a transaction of " + records.size() + " records failed", e);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> behind(List<LogRecord> last) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (LogRecord record : last) {
      offsets.merge(
          new TopicPartition(KafkaLog.name(run, record.topic()), record.partition()),
          new OffsetAndMetadata(record.offset() + 1),
          (a, b) -> a.offset() > b.offset() ? a : b);
    }
    return offsets;
  }

  @Override
  public void close() {
    // Without waiting: an open transaction is aborted by the next writer of the id or by its
    // timeout.
    Records.close(producer, Duration.ZERO);
  }
}
