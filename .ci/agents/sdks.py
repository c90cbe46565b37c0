"""Drives the gateway with OpenAI's and Anthropic's own clients.

usage: sdks.py BASE_URL KEY
"""

import json
import sys

import anthropic
import openai

base, key = sys.argv[1], sys.argv[2]
MODEL = "millrace"
SAID = "Grüezi, all is well."
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOL = {"type": "function", "function": {"name": "weather", "description": "Weather.", "parameters": SCHEMA}}
done = []


def check(what, ok, seen=None):
    if not ok:
        sys.exit(f"FAILED: {what}: {seen}")
    done.append(what)


def raises(what, kind, call):
    try:
        seen = call()
    except kind as error:
        check(what, "message" in json.dumps(error.body), error.body)
        return
    check(what, False, seen)


def ask(text):
    return [{"role": "user", "content": text}]


def chat(client):
    whole = client.chat.completions.create(model=MODEL, messages=ask("chat"))
    check("chat", whole.choices[0].message.content == SAID and whole.usage.completion_tokens > 0, whole)
    check("chat, why it ended", whole.choices[0].finish_reason == "stop", whole)
    stream = client.chat.completions.create(
        model=MODEL, messages=ask("chat, streamed slowly"), stream=True, stream_options={"include_usage": True})
    chunks = list(stream)
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    check("chat, streamed", text == SAID, text)
    silent = [c for c in chunks if c.choices and not c.choices[0].delta.model_dump(exclude_none=True)]
    check("chat, signs of life", len(silent) > 1, chunks)
    check("chat, streamed usage", chunks[-1].usage and chunks[-1].usage.completion_tokens > 0, chunks[-1])
    messages = ask("chat with tools")
    first = client.chat.completions.create(model=MODEL, messages=messages, tools=[TOOL]).choices[0]
    call = first.message.tool_calls[0]
    check("tool call", json.loads(call.function.arguments) == {"city": "Zürich"}, first)
    check("tool call, why it ended", first.finish_reason == "tool_calls", first)
    messages += [first.message, {"role": "tool", "tool_call_id": call.id, "content": "rain"}]
    last = client.chat.completions.create(model=MODEL, messages=messages, tools=[TOOL]).choices[0]
    check("after a tool", last.message.content == SAID, last)
    with client.chat.completions.stream(model=MODEL, messages=ask("tools, streamed slowly"), tools=[TOOL]) as stream:
        final = stream.get_final_completion().choices[0].message
    check("tool call, streamed", json.loads(final.tool_calls[0].function.arguments) == {"city": "Zürich"}, final)
    short = client.chat.completions.create(model=MODEL, messages=ask("short"), max_tokens=2)
    check("cut", short.choices[0].finish_reason == "length", short)


def completions(client):
    whole = client.completions.create(model=MODEL, prompt="Once", max_tokens=100)
    check("completions", len(whole.choices[0].text) > 0, whole)
    chunks = list(client.completions.create(model=MODEL, prompt="Once, slowly", max_tokens=100, stream=True))
    text = "".join(chunk.choices[0].text for chunk in chunks)
    check("completions, streamed", text == SAID, chunks)
    check("completions, signs of life", "" in [chunk.choices[0].text for chunk in chunks[1:-1]], chunks)


def responses(client):
    whole = client.responses.create(model=MODEL, input="responses")
    check("responses", whole.output_text == SAID and whole.status == "completed", whole)
    with client.responses.stream(model=MODEL, input="responses, streamed slowly") as stream:
        signs = [event for event in stream if event.type == "response.in_progress"]
        final = stream.get_final_response()
    check("responses, signs of life", len(signs) > 2, signs)
    check("responses, streamed", final.output_text == SAID, final)
    tool = {"type": "function", "name": "weather", "description": "Weather.", "parameters": SCHEMA, "strict": False}
    first = client.responses.create(model=MODEL, input=ask("responses, tools"), tools=[tool], store=False)
    call = next(item for item in first.output if item.type == "function_call")
    check("responses, call", json.loads(call.arguments) == {"city": "Zürich"}, first)
    turns = ask("responses, tools") + [item.model_dump(exclude_none=True) for item in first.output]
    turns += [{"type": "function_call_output", "call_id": call.call_id, "output": "rain"}]
    last = client.responses.create(model=MODEL, input=turns, tools=[tool], store=False)
    check("responses, after a tool", last.output_text == SAID, last)


def messages(client):
    whole = client.messages.create(model=MODEL, max_tokens=500, messages=ask("messages"))
    check("messages", whole.content[-1].text == SAID and whole.stop_reason == "end_turn", whole)
    with client.messages.stream(model=MODEL, max_tokens=500, system="Be kind.", messages=ask("messages, streamed slowly")) as stream:
        final = stream.get_final_message()
    check("messages, streamed", final.content[-1].text == SAID, final)
    tool = {"name": "weather", "description": "Weather.", "input_schema": SCHEMA}
    turns = ask("messages, tools")
    with client.messages.stream(model=MODEL, max_tokens=500, messages=turns, tools=[tool]) as stream:
        first = stream.get_final_message()
    call = first.content[-1]
    check("messages, call", call.type == "tool_use" and call.input == {"city": "Zürich"}, first)
    check("messages, why it ended", first.stop_reason == "tool_use", first)
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "rain"}
    turns += [{"role": "assistant", "content": first.content}, {"role": "user", "content": [result]}]
    last = client.messages.create(model=MODEL, max_tokens=500, messages=turns, tools=[tool])
    check("messages, after a tool", last.content[-1].text == SAID, last)
    count = client.messages.count_tokens(model=MODEL, messages=ask("count me"))
    check("count_tokens", 3 < count.input_tokens < 200, count)


def refusals():
    wrong = openai.OpenAI(base_url=root + "/v1", api_key="wrong", max_retries=0)
    raises("OpenAI, wrong key", openai.AuthenticationError, lambda: wrong.models.list().data)
    wrong = anthropic.Anthropic(base_url=root, api_key="wrong", max_retries=0)
    raises("Anthropic, wrong key", anthropic.AuthenticationError,
           lambda: wrong.messages.create(model=MODEL, max_tokens=9, messages=ask("x")))
    good = openai.OpenAI(base_url=base + "/v1", api_key=key, max_retries=0)
    raises("unknown model", openai.APIStatusError,
           lambda: good.chat.completions.create(model="none-such", messages=ask("x")))


root = base.split("/s/")[0]
for url in (base, root):
    # The path of a session, and its key alone.
    client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0)
    check("models", MODEL in [model.id for model in client.models.list()])
    chat(client)
    completions(client)
    responses(client)
    messages(anthropic.Anthropic(base_url=url, api_key=key, max_retries=0))
refusals()
print(f"{len(done)} checks with openai {openai.__version__} and anthropic {anthropic.__version__}")
