/// Judging code by running it on cases.
@NullMarked
package dev.millrace.rewards.code;

import org.jspecify.annotations.NullMarked;
