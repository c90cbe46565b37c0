/// Tasks of several steps: each judged by its own tests, all of them added up, and gates between
/// them.
@NullMarked
package dev.millrace.rewards.steps;

import org.jspecify.annotations.NullMarked;
