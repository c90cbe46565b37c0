/// The event log in memory: for tests, and the model that the contract is read from.
@NullMarked
package dev.millrace.orchestrator.log.memory;

import org.jspecify.annotations.NullMarked;
