"""Asks LiteLLM's proxy and Millrace's gateway for the same short chat completions, one after the other.

usage: bench_litellm.py --install DIR
       bench_litellm.py --litellm DIR --classpath PATH [--java JAVA] [--at-least RATIO] [--seconds N]

The first makes a virtual environment with the proxy in DIR, in the version that
.ci/requirements-litellm.txt names. PATH holds the compiled classes and tests of the modules and
their dependencies. The proxy stands before a backend that answers at once, the gateway before an
engine that does; both are asked by 64 connections of one client. Each request to Millrace begins a
conversation in a session of its own. Ends with 1 where the ratio of the requests a second is below
RATIO.
"""

import argparse
import asyncio
import itertools
import json
import multiprocessing
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[4] / ".ci/requirements-litellm.txt"
STREAMS = 64
SESSIONS = 20000
ANSWER = "The tests pass now; the fix is in place."


def install(directory):
    subprocess.run([sys.executable, "-m", "venv", directory], check=True)
    pip = [str(directory / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True, timeout=1200)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def backend(port):
    body = json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "fake",
            "choices": [
                {"index": 0, "message": {"role": "assistant", "content": ANSWER}, "finish_reason": "stop"}
            ],
            "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
        }
    ).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    answer = head.encode() + body

    async def serve(reader, writer):
        try:
            while True:
                await message(reader)
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main():
        async with await asyncio.start_server(serve, "127.0.0.1", port, backlog=1024) as server:
            await server.serve_forever()

    asyncio.run(main())


async def message(reader):
    """Reads a request or an answer; returns its first line and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return lines[0], await reader.readexactly(int(headers.get("content-length", "0")))


def request(key, number):
    body = json.dumps(
        {"model": "millrace", "messages": [{"role": "user", "content": f"Fix the tests, number {number}"}]}
    ).encode()
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def ask(port, keys, seconds):
    """Requests a second, over so many seconds."""
    numbers = itertools.count()
    end = time.perf_counter() + seconds

    async def stream():
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        asked = 0
        while time.perf_counter() < end:
            number = next(numbers)
            key = next(keys, None)
            if key is None:
                break
            writer.write(request(key, number))
            status, body = await asyncio.wait_for(message(reader), 60)
            if " 200 " not in status or ANSWER.encode() not in body:
                raise SystemExit(f"expected 200 and the answer, but was {status}: {body[:500]!r}")
            asked += 1
        writer.close()
        return asked

    before = time.perf_counter()
    asked = sum(await asyncio.gather(*(stream() for _ in range(STREAMS))))
    return asked / (time.perf_counter() - before)


def litellm(program, work, seconds):
    behind, port = free_port(), free_port()
    key = "sk-" + secrets.token_hex(32)
    config = work / "config.yaml"
    config.write_text(
        json.dumps(
            {
                "model_list": [
                    {
                        "model_name": "millrace",
                        "litellm_params": {
                            "model": "openai/fake",
                            "api_base": f"http://127.0.0.1:{behind}/v1",
                            "api_key": "none",
                        },
                    }
                ],
                "general_settings": {"master_key": key},
            }
        )
    )
    fake = multiprocessing.Process(target=backend, args=(behind,), daemon=True)
    fake.start()
    with open(work / "litellm.log", "w") as log:
        proxy = subprocess.Popen(
            [program, "--config", str(config), "--host", "127.0.0.1", "--port", str(port)], stdout=log, stderr=log
        )
        try:
            wait(f"http://127.0.0.1:{port}/health/liveliness", proxy, work / "litellm.log")
            asyncio.run(ask(port, itertools.repeat(key), min(3, seconds)))
            return asyncio.run(ask(port, itertools.repeat(key), seconds))
        finally:
            proxy.terminate()
            proxy.wait(30)
            fake.terminate()


def wait(url, process, log):
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{url} did not answer within 120 s: {log.read_text()[-2000:]}")


def millrace(java, classpath, seconds):
    server = subprocess.Popen(
        [java, "-Xmx1g", "-cp", classpath, "dev.millrace.orchestrator.bench.GatewayServer", str(SESSIONS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        address = next(line for line in server.stdout if line.startswith("http://"))
        port = int(address.strip().rsplit(":", 1)[1])
        keys = iter([server.stdout.readline().strip() for _ in range(SESSIONS)])
        asyncio.run(ask(port, keys, min(3, seconds)))
        return asyncio.run(ask(port, keys, seconds))
    finally:
        server.kill()
        server.wait(60)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--install", type=Path)
    parser.add_argument("--litellm", type=Path)
    parser.add_argument("--classpath")
    parser.add_argument("--java", default="java")
    parser.add_argument("--at-least", type=float, default=0)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    if options.install:
        install(options.install)
        return 0
    if not options.litellm or not options.classpath:
        parser.error("give --install, or both --litellm and --classpath")
    ours = millrace(options.java, options.classpath, options.seconds)
    print(f"millrace {ours:.0f} requests/s", flush=True)
    with tempfile.TemporaryDirectory() as work:
        theirs = litellm(options.litellm / "bin/litellm", Path(work), options.seconds)
    print(f"litellm {theirs:.0f} requests/s\nratio {ours / theirs:.1f}", flush=True)
    return 0 if ours >= options.at_least * theirs else 1


if __name__ == "__main__":
    sys.exit(main())
