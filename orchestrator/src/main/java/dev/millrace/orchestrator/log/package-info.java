/// The event log: topics, and who may read and write them how.
@NullMarked
package dev.millrace.orchestrator.log;

import org.jspecify.annotations.NullMarked;
