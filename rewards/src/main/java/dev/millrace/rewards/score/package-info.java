/// A trajectory's whole score: verifier, parts, flags and formula put together.
@NullMarked
package dev.millrace.rewards.score;

import org.jspecify.annotations.NullMarked;
