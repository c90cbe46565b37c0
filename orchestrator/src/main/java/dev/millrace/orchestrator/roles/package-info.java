/// Scheduler, worker, scorer and sink: each a loop over topics.
@NullMarked
package dev.millrace.orchestrator.roles;

import org.jspecify.annotations.NullMarked;
