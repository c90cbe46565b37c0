/// What detectors look at and what they raise: the seam behind which each sort of misbehaviour is
/// found.
@NullMarked
package dev.millrace.rewards.integrity;

import org.jspecify.annotations.NullMarked;
