package dev.millrace.rollout.task.swebench;

/// Reads the rows of one format. Every problem is an [IllegalArgumentException] that names the
/// field.
interface RowReader {
  ImportedTask read(Row row);

  static RowReader of(RowFormat format, ImportOptions options) {
    return switch (format) {
      case SWE_BENCH -> new SweBenchRows(options);
      case SWE_GYM -> new SweGymRows(options);
      case SWE_SMITH -> new SweSmithRows(options);
      case R2E_GYM -> new R2eRows(options);
      case SWE_REBENCH -> new RebenchRows(options);
      case MULTI_SWE -> new MultiSweRows(options);
    };
  }
}
