/// Tasks whose answer is code, judged by running it on cases.
@NullMarked
package dev.millrace.rollout.task.code;

import org.jspecify.annotations.NullMarked;
