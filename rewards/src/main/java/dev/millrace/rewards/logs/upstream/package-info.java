/// Readers that give what the parsers of SWE-bench and SWE-rebench of the same names give, quirks
/// included: rows name tests as those parsers do.
@NullMarked
package dev.millrace.rewards.logs.upstream;

import org.jspecify.annotations.NullMarked;
