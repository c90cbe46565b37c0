/// Tokenizers, the ledger that extends exact prefixes, and the parsers of what a model wrote.
@NullMarked
package dev.millrace.rollout.token;

import org.jspecify.annotations.NullMarked;
