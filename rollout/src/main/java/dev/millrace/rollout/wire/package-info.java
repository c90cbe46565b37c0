/// The bytes of records: Avro single-object encoding.
@NullMarked
package dev.millrace.rollout.wire;

import org.jspecify.annotations.NullMarked;
