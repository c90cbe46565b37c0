package dev.millrace.rollout.sandbox.network;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a request's head. Strict where two readers could understand different things: what the
/// proxy lets pass means the same to the server.
final class RequestReader {
  private static final int HTTP = 80;
  private static final String SCHEME = "http://";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");

  /// Not for the server: about this connection, or written anew.
  private static final Set<String> DROPPED =
      Set.of(
          "connection",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "upgrade");

  private RequestReader() {}

  /// @param head up to the empty line, without it
  /// @throws Refused when it is no request to a proxy
  static Request read(byte[] head) throws Refused {
    List<String> lines = lines(head);
    String[] words = lines.getFirst().split(" ", -1);
    if (words.length != 3
        || !TOKEN.matcher(words[0]).matches()
        || !(words[2].equals("HTTP/1.1") || words[2].equals("HTTP/1.0"))) {
      throw new Refused(400, "no request of HTTP/1.1");
    }
    if (words[0].equals("CONNECT")) {
      if (words[1].lastIndexOf(':') <= words[1].lastIndexOf(']')) {
        throw new Refused(400, "CONNECT without a port");
      }
      return new Request(Target.parse(words[1], HTTP), new byte[0], new Request.Body.Endless());
    }
    if (!words[1].regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Refused(400, "this is a proxy: ask for http://HOST/PATH, or CONNECT HOST:PORT");
    }
    return forward(words[0], words[1].substring(SCHEME.length()), lines);
  }

  private static Request forward(String method, String rest, List<String> lines) throws Refused {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(0, end);
    if (authority.contains("@")) {
      throw new Refused(400, "an address with a user in it");
    }
    Target target = Target.parse(authority, HTTP);
    String path = rest.substring(end);
    if (!path.startsWith("/")) {
      path = "/" + path;
    }
    StringBuilder sent = new StringBuilder();
    sent.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    sent.append("Host: ").append(target.port() == HTTP ? target.host() : target).append("\r\n");
    long length = headers(lines.subList(1, lines.size()), sent);
    sent.append("Connection: close\r\n\r\n");
    return new Request(
        target,
        sent.toString().getBytes(StandardCharsets.ISO_8859_1),
        new Request.Body.Counted(length));
  }

  /// Copies what is for the server.
  ///
  /// @return how long the body is
  private static long headers(List<String> lines, StringBuilder sent) throws Refused {
    List<String> lengths = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 1 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
        throw new Refused(400, "a line that is no header");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (name.equals("transfer-encoding")) {
        throw new Refused(411, "bodies need a Content-Length here");
      }
      if (name.equals("content-length")) {
        lengths.add(line.substring(colon + 1).strip());
      }
      if (!DROPPED.contains(name)) {
        sent.append(line).append("\r\n");
      }
    }
    if (lengths.isEmpty()) {
      return 0;
    }
    if (lengths.size() > 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
      throw new Refused(400, "no single Content-Length");
    }
    return Long.parseLong(lengths.getFirst());
  }

  private static List<String> lines(byte[] head) throws Refused {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    List<String> lines = List.of(text.split("\r\n", -1));
    for (String line : lines) {
      // Lone line ends and zeros are read differently by different servers.
      if (line.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
        throw new Refused(400, "a control character in the head");
      }
    }
    return lines;
  }
}
