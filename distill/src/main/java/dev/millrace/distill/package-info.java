@NullMarked
package dev.millrace.distill;

import org.jspecify.annotations.NullMarked;
