"""Trains the bundled tokenizer on the project's own text: a byte-level BPE, so any text round-trips.

    python3 rollout/src/test/python/train_tokenizer.py        (needs PyPI's `tokenizers`)

Writes tokenizer.json and tokenizer_config.json beside chat_template.jinja. The ids of existing
trajectories change with it: run it only on purpose.
"""

import json
import pathlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

ROOT = pathlib.Path(__file__).resolve().parents[4]
TARGET = ROOT / "rollout/src/main/resources/dev/millrace/rollout/token/bundled"
SIZE = 4096
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
# Markup is one id each, but stays visible when a reader skips special tokens.
MARKUP = ["<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>"]
# What agents read and write here; copies of one file count once.
CORPUS = ["conf/tasks/**/*", "*.md", "*/src/**/*.jinja"]
MAX_BYTES_PER_FILE = 20_000


def texts():
    seen = set()
    for pattern in CORPUS:
        for path in sorted(ROOT.glob(pattern)):
            if not path.is_file() or "target" in path.parts:
                continue
            data = path.read_bytes()[:MAX_BYTES_PER_FILE]
            if data not in seen:
                seen.add(data)
                yield data.decode("utf-8", errors="ignore")


def train():
    tokenizer = Tokenizer(models.BPE())
    # Digits one by one: numbers then cost what they are long, and none is a chance token.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\d"), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE - len(MARKUP),
        special_tokens=SPECIAL,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        max_token_length=24,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts(), trainer)
    tokenizer.add_tokens([AddedToken(text, normalized=False, special=False) for text in MARKUP])
    return tokenizer


def config():
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": None,
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "unk_token": None,
        "additional_special_tokens": ["<|im_start|>"],
        "clean_up_tokenization_spaces": False,
        "model_max_length": 131072,
        "chat_template": (TARGET / "chat_template.jinja").read_text("utf-8"),
    }


def main():
    tokenizer = train()
    sample = "naïve 漢字 🦀 \u0000\t <tool_call>x</tool_call><|im_end|>"
    assert tokenizer.decode(tokenizer.encode(sample).ids, skip_special_tokens=False) == sample
    tokenizer.save(str(TARGET / "tokenizer.json"), pretty=False)
    (TARGET / "tokenizer_config.json").write_text(json.dumps(config(), indent=2) + "\n", "utf-8")
    print(f"{tokenizer.get_vocab_size()} entries in {TARGET}")


if __name__ == "__main__":
    main()
