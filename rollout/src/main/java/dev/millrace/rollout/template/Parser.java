package dev.millrace.rollout.template;

import dev.millrace.rollout.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads statements.
final class Parser {
  private static final int MAX_DEPTH = 60;

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int depth;

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static List<Node> parse(String source) {
    Parser parser = new Parser(new TokenStream(Lexer.tokens(source)));
    List<Node> nodes = parser.body(Set.of());
    return nodes;
  }

  /// Reads up to one of the block names given, which stays to be read with its tag open; or to the
  /// end of the template when none is given.
  private List<Node> body(Set<String> ends) {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = tokens.take();
      switch (token.kind()) {
        case TEXT -> nodes.add(new Node.Text(token.text()));
        case OUTPUT_BEGIN -> {
          nodes.add(new Node.Output(expressions.expression(), token.at()));
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

  private Node statement() {
    Token keyword = tokens.expect(Kind.NAME);
    if (++depth > MAX_DEPTH) {
      throw keyword.at().error("statements are nested deeper than " + MAX_DEPTH);
    }
    Node node =
        switch (keyword.text()) {
          case "if" -> ifStatement();
          case "for" -> forStatement(keyword.at());
          case "set" -> setStatement(keyword.at());
          default ->
              throw keyword.at().error("\"" + keyword.text() + "\" is no statement known here");
        };
    depth--;
    return node;
  }

  private Node ifStatement() {
    List<Node.Branch> branches = new ArrayList<>();
    do {
      Expression condition = expressions.expression();
      tokens.expect(Kind.BLOCK_END);
      branches.add(new Node.Branch(condition, body(Set.of("elif", "else", "endif"))));
    } while (tokens.skipKeyword("elif"));
    return new Node.If(List.copyOf(branches), otherwise("endif"));
  }

  private Node forStatement(Position at) {
    List<String> targets = new ArrayList<>();
    do {
      targets.add(tokens.expect(Kind.NAME).text());
    } while (tokens.skipOperator(","));
    if (!tokens.skipKeyword("in")) {
      throw tokens.peek().at().error("expected \"in\", found " + tokens.peek().describe());
    }
    Expression items = expressions.or();
    tokens.expect(Kind.BLOCK_END);
    List<Node> body = body(Set.of("else", "endfor"));
    return new Node.For(List.copyOf(targets), items, body, otherwise("endfor"), at);
  }

  private List<Node> otherwise(String end) {
    List<Node> otherwise = List.of();
    if (tokens.skipKeyword("else")) {
      tokens.expect(Kind.BLOCK_END);
      otherwise = body(Set.of(end));
    }
    tokens.expect(Kind.NAME);
    tokens.expect(Kind.BLOCK_END);
    return otherwise;
  }

  private Node setStatement(Position at) {
    String name = tokens.expect(Kind.NAME).text();
    tokens.expectOperator("=");
    Expression value = expressions.expression();
    tokens.expect(Kind.BLOCK_END);
    return new Node.Set(name, value, at);
  }
}
