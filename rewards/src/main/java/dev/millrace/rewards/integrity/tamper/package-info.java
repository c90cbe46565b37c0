/// Finds what was done to the tests, to the system and to the verdict.
@NullMarked
package dev.millrace.rewards.integrity.tamper;

import org.jspecify.annotations.NullMarked;
