/// Judging a submitted answer by its value.
@NullMarked
package dev.millrace.rewards.answer;

import org.jspecify.annotations.NullMarked;
