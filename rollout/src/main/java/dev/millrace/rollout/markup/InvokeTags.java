package dev.millrace.rollout.markup;

import java.util.List;

/// How a family writes a call as tags around its name and around each argument.
///
/// @param close ends the block of calls
/// @param call `NAME` stands between these
/// @param argument a name stands between these
/// @param isPadded whether one newline at each end of a value is markup
record InvokeTags(String close, Tag call, Tag argument, boolean isPadded, boolean isTyped) {

  /// @param open before the name
  /// @param openEnd behind the name
  /// @param close behind all
  record Tag(String open, String openEnd, String close) {}

  static final InvokeTags QWEN =
      new InvokeTags(
          "</tool_call>",
          new Tag("<function=", ">", "</function>"),
          new Tag("<parameter=", ">", "</parameter>"),
          true,
          false);
  static final InvokeTags MINIMAX =
      new InvokeTags(
          "</minimax:tool_call>",
          new Tag("<invoke name=\"", "\">", "</invoke>"),
          new Tag("<parameter name=\"", "\">", "</parameter>"),
          false,
          false);
  static final InvokeTags DSML =
      new InvokeTags(
          "</｜DSML｜function_calls>",
          new Tag("<｜DSML｜invoke name=\"", "\">", "</｜DSML｜invoke>"),
          new Tag("<｜DSML｜parameter name=\"", "\">", "</｜DSML｜parameter>"),
          false,
          true);

  List<String> afterArgument() {
    return List.of(argument.open(), call.close());
  }

  List<String> afterCall() {
    return List.of(call.open(), close);
  }
}
