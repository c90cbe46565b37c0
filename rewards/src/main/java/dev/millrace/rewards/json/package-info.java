/// JSON documents, compared and told apart by value.
@NullMarked
package dev.millrace.rewards.json;

import org.jspecify.annotations.NullMarked;
