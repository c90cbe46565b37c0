package dev.millrace.rewards.answer.token;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What commands of LaTeX and characters beyond ASCII mean.
final class Symbols {
  /// Commands with arguments, by every name they go by.
  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("frac", "frac"),
          Map.entry("dfrac", "frac"),
          Map.entry("tfrac", "frac"),
          Map.entry("cfrac", "frac"),
          Map.entry("sqrt", "sqrt"),
          Map.entry("binom", "binom"),
          Map.entry("dbinom", "binom"),
          Map.entry("tbinom", "binom"),
          Map.entry("overline", "overline"),
          Map.entry("lfloor", "lfloor"),
          Map.entry("rfloor", "rfloor"),
          Map.entry("lceil", "lceil"),
          Map.entry("rceil", "rceil"));

  static final Set<String> WORDS =
      Set.of("text", "textbf", "textit", "textrm", "textsf", "mbox", "hbox");

  /// What sets letters upright or bold, and says nothing else.
  static final Set<String> FONTS =
      Set.of("mathrm", "mathbf", "mathit", "mathsf", "operatorname", "boldsymbol", "mathbb");

  static final Set<String> DROPPED =
      Set.of(
          "left",
          "right",
          "displaystyle",
          "textstyle",
          "limits",
          "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "bigr",
          "Bigl",
          "Bigr",
          "bf",
          "rm",
          "it",
          "boxed",
          "quad",
          "qquad",
          "phantom",
          "middle",
          "thinspace",
          "nobreak");

  static final Set<String> GREEK =
      Set.of(
          "alpha",
          "beta",
          "gamma",
          "delta",
          "epsilon",
          "varepsilon",
          "zeta",
          "eta",
          "theta",
          "iota",
          "kappa",
          "lambda",
          "mu",
          "nu",
          "xi",
          "rho",
          "sigma",
          "tau",
          "phi",
          "varphi",
          "chi",
          "psi",
          "omega",
          "Gamma",
          "Delta",
          "Theta",
          "Lambda",
          "Sigma",
          "Phi",
          "Psi",
          "Omega");

  /// Greek characters, under the names that LaTeX has for them.
  static final Map<Character, String> LETTERS = letters();

  private static final Map<String, Character> SIGNS = signs();

  private static final Map<Character, Character> CHARACTERS = characters();

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

  private Symbols() {}

  /// The one name of a command with arguments, or an empty text.
  static String command(String name) {
    return COMMANDS.getOrDefault(name, "");
  }

  /// The sign that a command stands for, or NUL.
  static char sign(String command) {
    return SIGNS.getOrDefault(command, '\0');
  }

  /// The one form of a character that is a sign, or NUL.
  static char sign(char c) {
    return CHARACTERS.getOrDefault(c, '\0');
  }

  /// The digit or minus that a character is above the line, or NUL.
  static char lowered(char c) {
    int at = SUPERSCRIPTS.indexOf(c);
    return at < 0 ? '\0' : "0123456789-".charAt(at);
  }

  private static Map<Character, String> letters() {
    Map<Character, String> letters = new HashMap<>();
    String table =
        "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda"
            + " μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta"
            + " Θ Theta Λ Lambda Σ Sigma Φ Phi Ψ Psi Ω Omega";
    String[] words = table.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      letters.put(words[i].charAt(0), words[i + 1]);
    }
    return Map.copyOf(letters);
  }

  private static Map<String, Character> signs() {
    Map<String, Character> signs = new HashMap<>();
    String table =
        "times * cdot * ast * div / pm ± mp ∓ le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt >"
            + " ne ≠ neq ≠ approx ≈ in ∈ cup ∪ infty ∞ emptyset ∅ varnothing ∅ circ ° degree °"
            + " lvert | rvert | vert | lbrace ⦃ rbrace ⦄ lbrack [ rbrack ] lor ∨ vee ∨ land ∧"
            + " wedge ∧ percent %";
    String[] words = table.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      signs.put(words[i], words[i + 1].charAt(0));
    }
    return Map.copyOf(signs);
  }

  private static Map<Character, Character> characters() {
    Map<Character, Character> characters = new HashMap<>();
    String from = "×·⋅∗÷\u2212\u2013≤≥≠≈∈∪±∓∞∅ℝ√°º∨∧|!%+-*/^_()[]{},;=<>&⩽⩾⁄∕";
    String to = "****/--≤≥≠≈∈∪±∓∞∅ℝ√°°∨∧|!%+-*/^_()[]{},;=<>&≤≥//";
    for (int i = 0; i < from.length(); i++) {
      characters.put(from.charAt(i), to.charAt(i));
    }
    return Map.copyOf(characters);
  }
}
