/// Judging by a patch: taken from an end state, put into a fresh sandbox, tested and graded.
@NullMarked
package dev.millrace.rewards.patch;

import org.jspecify.annotations.NullMarked;
