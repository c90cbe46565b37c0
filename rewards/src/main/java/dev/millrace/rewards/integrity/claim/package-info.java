/// Finds claims of success that the record does not support.
@NullMarked
package dev.millrace.rewards.integrity.claim;

import org.jspecify.annotations.NullMarked;
