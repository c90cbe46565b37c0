/// Scores old episodes again, beside the scores they have.
@NullMarked
package dev.millrace.orchestrator.rescore;

import org.jspecify.annotations.NullMarked;
