/// What an agent's calls did, read from the record: commands taken apart, files written and read.
@NullMarked
package dev.millrace.rewards.integrity.trace;

import org.jspecify.annotations.NullMarked;
