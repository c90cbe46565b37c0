/// Finds fixes that were not worked out but found: in the history, in the network, in the tests.
@NullMarked
package dev.millrace.rewards.integrity.origin;

import org.jspecify.annotations.NullMarked;
