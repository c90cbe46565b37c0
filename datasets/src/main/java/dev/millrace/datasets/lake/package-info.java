/// The lake: every scored trajectory exactly once, in Parquet tables behind a manifest.
@NullMarked
package dev.millrace.datasets.lake;

import org.jspecify.annotations.NullMarked;
