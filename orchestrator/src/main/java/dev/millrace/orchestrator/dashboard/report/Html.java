package dev.millrace.orchestrator.dashboard.report;

import java.util.List;

/// Pieces of a page. Everything that is not a tag goes through [#escaped].
final class Html {
  private Html() {}

  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(Character.isISOControl(c) && c != '\n' ? ' ' : c);
              }
            });
    return safe.toString();
  }

  static String code(String text) {
    return "<code>" + escaped(text) + "</code>";
  }

  /// A table; its cells are HTML already.
  ///
  /// @param header plain; a name that begins with `<` heads a column of texts, aligned to the left
  static String table(List<String> header, List<List<String>> rows) {
    StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
    for (String name : header) {
      html.append(isText(name) ? "<th class=\"text\">" : "<th>")
          .append(escaped(isText(name) ? name.substring(1) : name))
          .append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      boolean isSum = row.getFirst().equals(RunReport.ALL);
      html.append(isSum ? "<tr class=\"all\">" : "<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append(isText(header.get(i)) ? "<td class=\"text\">" : "<td>")
            .append(row.get(i))
            .append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  static String section(String title, String content) {
    return "<section>\n<h2>" + escaped(title) + "</h2>\n" + content + "</section>\n";
  }

  private static boolean isText(String header) {
    return header.startsWith("<");
  }
}
