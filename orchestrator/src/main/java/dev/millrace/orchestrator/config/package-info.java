/// Configuration: YAML bound to records, every key known and checked.
@NullMarked
package dev.millrace.orchestrator.config;

import org.jspecify.annotations.NullMarked;
