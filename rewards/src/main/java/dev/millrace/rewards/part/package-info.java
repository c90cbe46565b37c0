/// Parts of a score beside the verdict itself: how far it got, what was repaired, what was
/// measured.
@NullMarked
package dev.millrace.rewards.part;

import org.jspecify.annotations.NullMarked;
