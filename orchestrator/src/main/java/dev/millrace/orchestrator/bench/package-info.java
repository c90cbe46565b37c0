/// Where every speed claim comes from: benchmarks over the real components.
@NullMarked
package dev.millrace.orchestrator.bench;

import org.jspecify.annotations.NullMarked;
