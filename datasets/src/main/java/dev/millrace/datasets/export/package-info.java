/// Layouts in which sets are handed to trainers.
@NullMarked
package dev.millrace.datasets.export;

import org.jspecify.annotations.NullMarked;
