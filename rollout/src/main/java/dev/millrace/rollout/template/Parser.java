package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads statements.
final class Parser {
  private static final int MAX_DEPTH = 60;

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int depth;
  private int loops;

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static List<Node> parse(String source) {
    return new Parser(new TokenStream(Lexer.tokens(source))).body(Set.of());
  }

  /// Reads up to one of the block names given, which stays to be read with its tag open; or to the
  /// end of the template when none is given.
  private List<Node> body(Set<String> ends) {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = tokens.take();
      switch (token.kind()) {
        case TEXT -> nodes.add(new Node.Text(token.text(), token.at()));
        case OUTPUT_BEGIN -> {
          nodes.add(new Node.Output(expressions.tuple(), token.at()));
          tokens.expect(Kind.OUTPUT_END);
        }
        case BLOCK_BEGIN -> {
          if (ends.contains(tokens.peek().text())) {
            return List.copyOf(nodes);
          }
          nodes.add(statement());
        }
        case END -> {
          if (!ends.isEmpty()) {
            throw token.at().error("the template ends where one of " + ends + " is missing");
          }
          return List.copyOf(nodes);
        }
        default -> throw token.at().error("unexpected " + token.describe());
      }
    }
  }

  private List<Node> bodyUpTo(String end) {
    tokens.expect(Kind.BLOCK_END);
    List<Node> body = body(Set.of(end));
    close();
    return body;
  }

  private void close() {
    tokens.expect(Kind.NAME);
    tokens.expect(Kind.BLOCK_END);
  }

  private Node statement() {
    Token keyword = tokens.expect(Kind.NAME);
    Position at = keyword.at();
    deeper(at);
    Node node =
        switch (keyword.text()) {
          case "if" -> ifStatement();
          case "for" -> forStatement(at);
          case "set" -> setStatement();
          case "macro" -> macro(at);
          case "call" -> call(at);
          case "filter" -> new Node.FilterBlock(expressions.filters(), bodyUpTo("endfilter"));
          case "with" -> with();
          case "generation" -> new Node.Generation(bodyUpTo("endgeneration"));
          case "break" -> ended(new Node.Break(inLoop(at)));
          case "continue" -> ended(new Node.Continue(inLoop(at)));
          default -> throw at.error("\"" + keyword.text() + "\" is no statement known here");
        };
    depth--;
    return node;
  }

  private void deeper(Position at) {
    if (++depth > MAX_DEPTH) {
      throw at.error("statements are nested deeper than " + MAX_DEPTH);
    }
  }

  private Position inLoop(Position at) {
    if (loops == 0) {
      throw at.error("this stands outside of a loop");
    }
    return at;
  }

  private Node ended(Node node) {
    tokens.expect(Kind.BLOCK_END);
    return node;
  }

  private Node ifStatement() {
    List<Node.Branch> branches = new ArrayList<>();
    do {
      Expression condition = expressions.tuple();
      tokens.expect(Kind.BLOCK_END);
      branches.add(new Node.Branch(condition, body(Set.of("elif", "else", "endif"))));
    } while (tokens.skipKeyword("elif"));
    return new Node.If(List.copyOf(branches), otherwise("endif"));
  }

  private Node forStatement(Position at) {
    Node.Target target = target();
    if (!tokens.skipKeyword("in")) {
      throw tokens.peek().at().error("expected \"in\", found " + tokens.peek().describe());
    }
    Expression items = expressions.tupleWithoutCondition();
    Expression only = tokens.skipKeyword("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipKeyword("recursive");
    tokens.expect(Kind.BLOCK_END);
    loops++;
    List<Node> body = body(Set.of("else", "endfor"));
    loops--;
    return new Node.For(target, items, only, body, otherwise("endfor"), recursive, at);
  }

  private List<Node> otherwise(String end) {
    List<Node> otherwise = List.of();
    if (tokens.skipKeyword("else")) {
      tokens.expect(Kind.BLOCK_END);
      otherwise = body(Set.of(end));
    }
    close();
    return otherwise;
  }

  /// One or more names with commas between, each a name, a namespace's attribute, or names in
  /// brackets.
  private Node.Target target() {
    Position at = tokens.peek().at();
    Node.Target first = oneTarget();
    if (!tokens.isNext(Kind.OPERATOR, ",")) {
      return first;
    }
    List<Node.Target> targets = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",")) {
      if (tokens.isKeyword("in") || tokens.isNext(Kind.OPERATOR, "=")) {
        break;
      }
      targets.add(oneTarget());
    }
    return new Node.Target.Several(List.copyOf(targets), at);
  }

  private Node.Target oneTarget() {
    Position at = tokens.peek().at();
    if (tokens.skipOperator("(")) {
      deeper(at);
      Node.Target inside = target();
      depth--;
      tokens.expectOperator(")");
      return inside;
    }
    String name = tokens.expect(Kind.NAME).text();
    return tokens.skipOperator(".")
        ? new Node.Target.Attribute(name, tokens.expect(Kind.NAME).text(), at)
        : new Node.Target.Variable(name, at);
  }

  private Node setStatement() {
    Node.Target target = target();
    if (tokens.skipOperator("=")) {
      Node node = new Node.Set(target, expressions.tuple());
      return ended(node);
    }
    Expression filtered =
        tokens.isNext(Kind.OPERATOR, "|") ? expressions.filters() : (Expression) null;
    return new Node.SetBlock(target, filtered, bodyUpTo("endset"));
  }

  private Node macro(Position at) {
    String name = tokens.expect(Kind.NAME).text();
    tokens.expectOperator("(");
    Node.Signature signature = signature();
    return new Node.Macro(name, signature, outsideLoops("endmacro"), at);
  }

  private List<Node> outsideLoops(String end) {
    int around = loops;
    loops = 0;
    List<Node> body = bodyUpTo(end);
    loops = around;
    return body;
  }

  private Node.Signature signature() {
    List<Node.Parameter> parameters = new ArrayList<>();
    while (!tokens.skipOperator(")")) {
      String name = tokens.expect(Kind.NAME).text();
      @Nullable Expression otherwise =
          tokens.skipOperator("=") ? expressions.expression() : (Expression) null;
      parameters.add(new Node.Parameter(name, otherwise));
      if (!tokens.skipOperator(",")) {
        tokens.expectOperator(")");
        break;
      }
    }
    return new Node.Signature(List.copyOf(parameters));
  }

  private Node call(Position at) {
    Node.Signature signature =
        tokens.skipOperator("(") ? signature() : new Node.Signature(List.of());
    if (!(expressions.expression() instanceof Expression.Call call)) {
      throw at.error("a call block needs a call");
    }
    return new Node.CallBlock(call, signature, outsideLoops("endcall"), at);
  }

  private Node with() {
    List<Node.Binding> bindings = new ArrayList<>();
    while (tokens.peek().kind() != Kind.BLOCK_END) {
      Node.Target target = oneTarget();
      tokens.expectOperator("=");
      bindings.add(new Node.Binding(target, expressions.expression()));
      if (!tokens.skipOperator(",")) {
        break;
      }
    }
    return new Node.With(List.copyOf(bindings), bodyUpTo("endwith"));
  }
}
