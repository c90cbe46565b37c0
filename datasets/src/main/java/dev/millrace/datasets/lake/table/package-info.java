/// Typed rows and columns, and the one place that knows Parquet and Hadoop's file systems.
@NullMarked
package dev.millrace.datasets.lake.table;

import org.jspecify.annotations.NullMarked;
