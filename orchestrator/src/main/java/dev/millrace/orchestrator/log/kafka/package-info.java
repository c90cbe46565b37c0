/// The event log on Kafka, and a broker inside this JVM.
@NullMarked
package dev.millrace.orchestrator.log.kafka;

import org.jspecify.annotations.NullMarked;
