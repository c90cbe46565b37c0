/// Expressions, intervals, sets and matrices in plain notation and in LaTeX, compared by value.
@NullMarked
package dev.millrace.rewards.answer.math;

import org.jspecify.annotations.NullMarked;
