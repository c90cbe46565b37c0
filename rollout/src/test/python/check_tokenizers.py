"""Compares Millrace's ids with those of Hugging Face's `tokenizers`.

usage: check_tokenizers.py JAVA CLASSPATH TOKENIZER_JSON...

The corpus: code, white space in every form, emoji, scripts, special tokens inside text, control
characters, long words, this project's own files, and forty conversations in chat markup.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

from tokenizers import Tokenizer

TOP = Path(__file__).resolve().parents[4]
SPECIALS = [
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|begin_of_text|>", "<|eot_id|>", "<bos>", "<start_of_turn>",
    "<end_of_turn>", "<tool_call>", "</tool_call>", "<think>", "</think>", "<|python_tag|>", "<\uff5cUser\uff5c>",
    "<\uff5cAssistant\uff5c>", "<\uff5cend\u2581of\u2581sentence\uff5c>",
]
FIXED = [
    "", " ", "  ", "   \n", "\n", "\n\n\n", "\t\t x\t", "\r\n\r\n", " \u00a0\u2003\u3000 ", "a  b   c    d",
    "Hello, world!", "I'm they'll we've don't DON'T 'S", "1 12 123 1234 12345 123456789 3.14159 1e-9 0xFF",
    "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f1e9\U0001f1ea \u2764\ufe0f caf\u00e9 cafe\u0301",
    "\u6f22\u5b57\u3068\u304b\u306a \ud55c\uad6d\uc5b4 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea \u0939\u093f\u0928\u094d\u0926\u0940 \u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac \u0420\u0443\u0441\u0441\u043a\u0438\u0439",
    "\x00\x01\x1b[31mred\x1b[0m\x7f", "\u0001f\ufeffbom\u200bzero\u2028line\u2029par", "a" * 4000, "ab" * 2000, "=" * 500, " " * 700,
    "def f(x):\n    if x:\n\t\treturn {'a': [1, 2.5, None]}  # note\n", "for (int i = 0; i < n; ++i) { s += a[i]; }",
    '{"name": "bash", "arguments": {"command": "ls -la \\"x\\"\\n"}}', "https://example.org/a/b?c=d&e=%20#f", "\\u0041 \\n \\\\",
]


def conversations(count):
    r = random.Random(7)
    words = "fix the failing test in src/app.py then run pytest -q and report what you saw caf\u00e9 \u6f22\u5b57 \U0001f642".split()

    def text():
        return " ".join(r.choice(words) for _ in range(r.randrange(3, 40))) + r.choice(["", "\n", "  ", "\n\n```py\nx = 1\n```"])

    for _ in range(count):
        parts = [f"<|im_start|>system\n{text()}<|im_end|>\n"]
        for _ in range(r.randrange(1, 6)):
            call = json.dumps({"name": "bash", "arguments": {"command": text()}}, ensure_ascii=r.random() < 0.5)
            parts.append(f"<|im_start|>user\n{text()}<|im_end|>\n<|im_start|>assistant\n<think>\n{text()}\n</think>\n\n")
            parts.append(f"{text()}\n<tool_call>\n{call}\n</tool_call><|im_end|>\n")
        yield "".join(parts)


def corpus():
    r = random.Random(3)
    yield from FIXED
    yield from SPECIALS
    for _ in range(200):
        pool = FIXED[:-1] + SPECIALS
        yield "".join(r.choice(pool)[:60] for _ in range(r.randrange(2, 8)))
    for path in [TOP / "README.md", TOP / "pom.xml", *sorted((TOP / "rollout/src/main/java").rglob("*.java"))[:40]]:
        yield path.read_text()
    yield from conversations(40)


def main():
    java, classpath, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    texts = list(corpus())
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    bad = []
    for file in files:
        reference = Tokenizer.from_file(file)
        reference.no_truncation()
        reference.no_padding()
        run = subprocess.run(
            [java, "--enable-native-access=ALL-UNNAMED", "-cp", classpath, "dev.millrace.rollout.token.EncodeLines", file],
            input=lines, stdout=subprocess.PIPE, text=True, encoding="utf-8", timeout=1200, check=True,
        )
        ours = [json.loads(line) for line in run.stdout.split("\n") if line]
        if len(ours) != len(texts):
            raise SystemExit(f"{file}: {len(ours)} answers to {len(texts)} texts")
        differing = 0
        tokens = 0
        for text, mine in zip(texts, ours):
            ids = reference.encode(text, add_special_tokens=False).ids
            tokens += len(ids)
            if ids != mine["ids"] or reference.decode(ids, skip_special_tokens=False) != mine["text"]:
                differing += 1
                if differing <= 3:
                    print(f"  differs on {text[:60]!r}: {ids[:12]} and {mine['ids'][:12]}")
        print(f"{Path(file).parent.parent.name}: {len(texts) - differing} of {len(texts)} texts equal, {tokens} tokens")
        if differing:
            bad.append(f"{differing} texts of {file}")
    if bad or not files:
        sys.exit(f"FAILED: {bad or 'no tokenizers'}")


main()
