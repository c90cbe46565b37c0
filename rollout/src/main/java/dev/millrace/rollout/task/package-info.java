/// Tasks: one problem each, with its environment, its tools and its verification.
@NullMarked
package dev.millrace.rollout.task;

import org.jspecify.annotations.NullMarked;
