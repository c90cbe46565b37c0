@NullMarked
package dev.millrace.datasets;

import org.jspecify.annotations.NullMarked;
