package dev.millrace.rollout.policy.protocol;

/// Reads the events of one answer in order. One thread.
public interface AnswerReader {
  /// @param json one event's data, or the body of an answer that came whole
  /// @throws EngineTrouble when it is an error or nothing that makes sense
  EngineChunk read(String json) throws EngineTrouble;
}
