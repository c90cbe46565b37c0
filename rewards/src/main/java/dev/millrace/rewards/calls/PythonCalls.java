package dev.millrace.rewards.calls;

import dev.millrace.rewards.calls.PythonToken.Literal;
import dev.millrace.rewards.calls.PythonToken.Name;
import dev.millrace.rewards.calls.PythonToken.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads calls in the syntax of Python: one, or several in a list or side by side. Arguments are
/// literals, lists, tuples and dicts of them, arithmetic on numbers, names (which stand for
/// themselves) and calls. Used once.
final class PythonCalls {
  private static final int DEEPEST = 100;
  private static final Set<String> OTHER_SYNTAX =
      Set.of("lambda", "not", "await", "if", "for", "in", "is", "and", "or", "else", "yield");

  private final List<PythonToken> tokens;
  private int at;
  private int depth;

  private PythonCalls(List<PythonToken> tokens) {
    this.tokens = tokens;
  }

  static List<Call> read(String text) throws NoCallException {
    PythonCalls calls = new PythonCalls(PythonScanner.tokens(text));
    boolean bracketed = calls.take("[") || calls.take("(");
    List<Call> found = new ArrayList<>();
    while (!calls.isAny("]", ")") && !calls.isAtEnd()) {
      found.add(calls.call(calls.dottedName()));
      if (!calls.take(",")) {
        break;
      }
    }
    if (bracketed && !calls.take("]") && !calls.take(")")) {
      throw calls.unexpected();
    }
    if (!calls.isAtEnd() || (found.isEmpty() && !bracketed)) {
      throw calls.unexpected();
    }
    return found;
  }

  private String dottedName() throws NoCallException {
    StringBuilder name = new StringBuilder(name());
    while (take(".")) {
      name.append('.').append(name());
    }
    return name.toString();
  }

  private String name() throws NoCallException {
    if (peek() instanceof Name(String name)) {
      at++;
      return name;
    }
    throw unexpected();
  }

  private Call call(String name) throws NoCallException {
    expect("(");
    Map<String, Value> arguments = new LinkedHashMap<>();
    int positional = 0;
    while (!isAny(")")) {
      if (peek() instanceof Name(String key) && isOperator(tokens.get(at + 1), "=")) {
        at += 2;
        if (arguments.put(key, value()) != null) {
          throw new NoCallException("argument " + key + " of " + name + " is given twice");
        }
      } else {
        value();
        positional++;
      }
      if (!take(",")) {
        break;
      }
    }
    expect(")");
    return new Call(name, arguments, positional);
  }

  private Value value() throws NoCallException {
    deeper();
    Value left = product();
    while (isAny("+", "-")) {
      left = Arithmetic.apply(operator(), left, product());
    }
    depth--;
    return left;
  }

  private Value product() throws NoCallException {
    Value left = signed();
    while (isAny("*", "/", "//", "%")) {
      left = Arithmetic.apply(operator(), left, signed());
    }
    return left;
  }

  private Value signed() throws NoCallException {
    deeper();
    Value value;
    if (take("-")) {
      value = Arithmetic.negative(signed());
    } else if (take("+")) {
      value = Arithmetic.positive(signed());
    } else {
      value = power();
    }
    depth--;
    return value;
  }

  private Value power() throws NoCallException {
    Value base = atom();
    return take("**") ? Arithmetic.apply("**", base, signed()) : base;
  }

  private Value atom() throws NoCallException {
    return switch (peek()) {
      case Literal(Value value) -> literal(value);
      case Name(String name) -> named(name);
      case Operator(String text) -> bracketed(text);
      case PythonToken.End _ -> throw unexpected();
    };
  }

  /// A literal; strings side by side are one.
  private Value literal(Value value) {
    at++;
    Value whole = value;
    while (whole instanceof Value.Text(String text)
        && peek() instanceof Literal(Value.Text(String more))) {
      at++;
      whole = new Value.Text(text + more);
    }
    return whole;
  }

  private Value named(String name) throws NoCallException {
    if (OTHER_SYNTAX.contains(name)) {
      throw new NoCallException("\"" + name + "\" in an argument is not read");
    }
    int start = at++;
    return switch (name) {
      case "True" -> new Value.Truth(true);
      case "False" -> new Value.Truth(false);
      case "None" -> new Value.None();
      default -> isAny("(", ".", "[") ? expression(start) : new Value.Text(name);
    };
  }

  /// A call with named arguments is a dict; another call, or an element of something, is the text
  /// that it is written as.
  private Value expression(int start) throws NoCallException {
    at = start;
    String name = dottedName();
    if (take("[")) {
      value();
      expect("]");
      return new Value.Text(Unparsed.text(tokens.subList(start, at)));
    }
    Call call = call(name);
    if (call.arguments().isEmpty()) {
      return new Value.Text(Unparsed.text(tokens.subList(start, at)));
    }
    Map<Value, Value> arguments = new LinkedHashMap<>();
    call.arguments().forEach((key, value) -> arguments.put(new Value.Text(key), value));
    return new Value.Dict(Map.of(new Value.Text(name), new Value.Dict(arguments)));
  }

  private Value bracketed(String open) throws NoCallException {
    at++;
    return switch (open) {
      case "[" -> new Value.Items(values("]"));
      case "(" -> tuple();
      case "{" -> dict();
      case "..." -> new Value.Text("...");
      default -> {
        at--;
        throw unexpected();
      }
    };
  }

  /// A tuple, or one value in brackets.
  private Value tuple() throws NoCallException {
    List<Value> values = values(")");
    boolean single = values.size() == 1 && !isOperator(tokens.get(at - 2), ",");
    return single ? values.getFirst() : new Value.Tuple(values);
  }

  private List<Value> values(String close) throws NoCallException {
    List<Value> values = new ArrayList<>();
    while (!isAny(close)) {
      values.add(value());
      if (!take(",")) {
        break;
      }
    }
    expect(close);
    return values;
  }

  private Value dict() throws NoCallException {
    Map<Value, Value> entries = new LinkedHashMap<>();
    while (!isAny("}")) {
      Value key = value();
      expect(":");
      entries.put(key, value());
      if (!take(",")) {
        break;
      }
    }
    expect("}");
    return new Value.Dict(entries);
  }

  private void deeper() throws NoCallException {
    if (++depth > DEEPEST) {
      throw new NoCallException("the call is nested more than " + DEEPEST + " deep");
    }
  }

  private PythonToken peek() {
    return tokens.get(at);
  }

  private boolean isAtEnd() {
    return peek() instanceof PythonToken.End;
  }

  private boolean isAny(String... texts) {
    return peek() instanceof Operator(String text) && List.of(texts).contains(text);
  }

  private static boolean isOperator(PythonToken token, String text) {
    return token.equals(new Operator(text));
  }

  private boolean take(String text) {
    boolean there = isOperator(peek(), text);
    at += there ? 1 : 0;
    return there;
  }

  /// The operator that comes next.
  private String operator() {
    return tokens.get(at++) instanceof Operator(String text) ? text : "";
  }

  private void expect(String text) throws NoCallException {
    if (!take(text)) {
      throw unexpected();
    }
  }

  private NoCallException unexpected() {
    return new NoCallException(
        switch (peek()) {
          case PythonToken.End _ -> "the call ends too early";
          case Name(String name) -> "unexpected " + name;
          case Literal(Value value) -> "unexpected " + value.type();
          case Operator(String text) -> "unexpected " + text;
        });
  }
}
