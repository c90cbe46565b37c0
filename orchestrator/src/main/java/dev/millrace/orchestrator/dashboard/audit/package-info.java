/// The audit logs of a run's sandboxes, checked and shown.
@NullMarked
package dev.millrace.orchestrator.dashboard.audit;

import org.jspecify.annotations.NullMarked;
