/// Regular expressions that others wrote.
@NullMarked
package dev.millrace.rollout.pattern;

import org.jspecify.annotations.NullMarked;
