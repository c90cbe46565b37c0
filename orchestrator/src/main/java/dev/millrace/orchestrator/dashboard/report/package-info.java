/// What a finished run came to: `report.json`, `report.html` and the table at the end.
@NullMarked
package dev.millrace.orchestrator.dashboard.report;

import org.jspecify.annotations.NullMarked;
