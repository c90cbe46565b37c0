/// JSON documents held against a JSON Schema.
@NullMarked
package dev.millrace.rollout.schema;

import org.jspecify.annotations.NullMarked;
