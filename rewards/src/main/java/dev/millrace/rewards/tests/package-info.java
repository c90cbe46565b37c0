/// Judging by the task's own tests, run again in a fresh sandbox.
@NullMarked
package dev.millrace.rewards.tests;

import org.jspecify.annotations.NullMarked;
