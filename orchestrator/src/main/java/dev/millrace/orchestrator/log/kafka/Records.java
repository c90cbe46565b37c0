package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/// Turns what a consumer polled into the log's records, and its interrupts into Java's.
final class Records {
  private static final Duration QUICKLY = Duration.ofSeconds(3);

  private Records() {}

  static List<LogRecord> of(Topic topic, Supplier<ConsumerRecords<String, byte[]>> poll)
      throws InterruptedException {
    List<LogRecord> records = new ArrayList<>();
    polled(topic, poll).forEach(record -> records.add(of(topic, record)));
    return records;
  }

  /// Closes a consumer: leaves the group, but does not wait for a broker that is gone. A pending
  /// interrupt is kept for afterwards; Kafka's clients do not close under one.
  static void close(Consumer<String, byte[]> consumer) {
    uninterrupted(() -> consumer.close(CloseOptions.timeout(QUICKLY)));
  }

  static void close(KafkaShareConsumer<String, byte[]> consumer) {
    uninterrupted(() -> consumer.close(QUICKLY));
  }

  static void close(Producer<String, byte[]> producer, Duration wait) {
    uninterrupted(() -> producer.close(wait));
  }

  private static void uninterrupted(Runnable close) {
    boolean interrupted = Thread.interrupted();
    try {
      close.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static LogRecord of(Topic topic, ConsumerRecord<String, byte[]> record) {
    return new LogRecord(topic, record.partition(), record.offset(), record.key(), record.value());
  }

  static ConsumerRecords<String, byte[]> polled(
      Topic topic, Supplier<ConsumerRecords<String, byte[]>> poll) throws InterruptedException {
    try {
      return poll.get();
    } catch (InterruptException e) {
      // Kafka sets the thread's flag again when it throws; the exception takes its place.
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("polling " + topic.label());
      interrupted.initCause(e);
      throw interrupted;
    } catch (KafkaException e) {
      throw new LogException("cannot read " + topic.label(), e);
    }
  }
}
