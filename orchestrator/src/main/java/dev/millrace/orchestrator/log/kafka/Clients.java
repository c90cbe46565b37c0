package dev.millrace.orchestrator.log.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Makes Kafka clients with the settings that the log relies on.
///
/// @param patience how long a broker may be gone before a call fails
record Clients(String bootstrap, Duration patience) {
  /// A transaction older than this is aborted by the broker: it bounds how long a killed scorer's
  /// open transaction hides later records from readers.
  private static final int TRANSACTION_TIMEOUT_MS = 15_000;

  private static final int REQUEST_TIMEOUT_MS = 10_000;

  Map<String, Object> admin() {
    Map<String, Object> settings = common();
    settings.put("default.api.timeout.ms", millis());
    return settings;
  }

  KafkaProducer<String, byte[]> producer(@Nullable String transactionalId) {
    Map<String, Object> settings = common();
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    // With several, a first batch that a new partition refuses because it has no leader yet would
    // be overtaken by the second, and refused for its number until the patience is over.
    settings.put("max.in.flight.requests.per.connection", 1);
    settings.put("compression.type", "zstd");
    settings.put("linger.ms", 2);
    settings.put("max.request.size", KafkaLog.MAX_RECORD_BYTES);
    settings.put("buffer.memory", 64L << 20);
    settings.put("delivery.timeout.ms", millis() + 10);
    settings.put("max.block.ms", millis());
    if (transactionalId != null) {
      settings.put("transactional.id", transactionalId);
      settings.put("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
    }
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  KafkaConsumer<String, byte[]> consumer(@Nullable String group) {
    Map<String, Object> settings = common();
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", false);
    settings.put("default.api.timeout.ms", millis());
    settings.put("fetch.max.wait.ms", 200);
    settings.put("max.partition.fetch.bytes", KafkaLog.MAX_RECORD_BYTES);
    if (group != null) {
      settings.put("group.id", group);
      settings.put("group.protocol", "consumer");
      settings.put("max.poll.records", 16);
    }
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  KafkaShareConsumer<String, byte[]> share(String group) {
    Map<String, Object> settings = common();
    settings.put("group.id", group);
    settings.put("share.acknowledgement.mode", "explicit");
    settings.put("share.acquire.mode", "record_limit");
    settings.put("max.poll.records", 4);
    settings.put("fetch.max.wait.ms", 200);
    settings.put("default.api.timeout.ms", millis());
    return new KafkaShareConsumer<>(
        settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> common() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("client.id", "millrace");
    settings.put("request.timeout.ms", requestMillis());
    settings.put("reconnect.backoff.ms", 50);
    settings.put("reconnect.backoff.max.ms", 500);
    settings.put("metadata.recovery.strategy", "rebootstrap");
    settings.put("enable.metrics.push", false);
    return settings;
  }

  private int requestMillis() {
    return Math.min(REQUEST_TIMEOUT_MS, millis());
  }

  private int millis() {
    return Math.toIntExact(patience.toMillis());
  }
}
