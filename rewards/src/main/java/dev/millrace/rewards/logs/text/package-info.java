/// What a reader of a test runner's log takes and gives, and what such readers share.
@NullMarked
package dev.millrace.rewards.logs.text;

import org.jspecify.annotations.NullMarked;
