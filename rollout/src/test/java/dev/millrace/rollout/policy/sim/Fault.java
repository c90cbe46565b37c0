package dev.millrace.rollout.policy.sim;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/// What goes wrong with one request.
public sealed interface Fault {
  /// Nothing.
  record None() implements Fault {}

  /// The connection is closed after so many ids were sent.
  record CutAfter(int ids) implements Fault {}

  /// Another status than 200.
  ///
  /// @param retryAfter the header's value, or "" for none
  record Status(int status, String body, String retryAfter) implements Fault {}

  /// So many ids are sent, and then nothing until the gate opens.
  record WaitsAfter(int ids, CountDownLatch gate) implements Fault {}

  /// Each event waits for a drop.
  record Drips(Semaphore drops) implements Fault {}

  /// One logprob too few.
  record LosesLogprob() implements Fault {}

  /// No logprobs at all.
  record NoLogprobs() implements Fault {}

  /// The stop id is kept back; it is only named as what was matched.
  record DropsStop() implements Fault {}

  /// The engine reads one id more than was sent, as where it begins a prompt with BOS.
  record AddsBos() implements Fault {}

  /// Part of the prompt is dropped to make room.
  record ShiftsContext() implements Fault {}

  /// Text without ids.
  record NoIds() implements Fault {}

  /// Not JSON.
  record Garbage() implements Fault {}

  /// The engine aborts after so many ids.
  record Aborts(int ids) implements Fault {}

  /// More ids than were asked for.
  record TooMany() implements Fault {}

  /// A stream that ends in order, without a word of why.
  record NoFinish() implements Fault {}

  /// An error inside a stream that began well.
  record ErrorEvent(String message) implements Fault {}
}
