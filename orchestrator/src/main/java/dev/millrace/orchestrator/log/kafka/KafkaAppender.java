package dev.millrace.orchestrator.log.kafka;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.Topic;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Appends outside of transactions, with an idempotent producer.
final class KafkaAppender implements Appender {
  private final KafkaProducer<String, byte[]> producer;
  private final String run;
  private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

  KafkaAppender(KafkaProducer<String, byte[]> producer, String run) {
    this.producer = producer;
    this.run = run;
  }

  @Override
  public void append(Topic topic, String key, byte[] value) {
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(KafkaLog.name(run, topic), key, value),
              (_, error) -> {
                if (error != null) {
                  failed.compareAndSet(null, error);
                }
              });
    } catch (KafkaException e) {
      throw new LogException("cannot append to " + topic.label() + " for " + key, e);
    }
  }

  @Override
  public void flush() {
    producer.flush();
    Exception error = failed.getAndSet(null);
    if (error != null) {
      throw new LogException("a record was not written in time", error);
    }
  }

  @Override
  public void close() {
    Records.close(producer, Duration.ofSeconds(5));
  }
}
