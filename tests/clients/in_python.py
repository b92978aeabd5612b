"""Clients in Python, each with the address of a server; run by tests.clients in an environment of their own.

Each gives its text whole, its text from a stream, and what it says of an empty question; None where there is no such
thing. What is printed begins with the version of its package.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

QUESTION = "What did Donald Trump say about the Paris Agreement?"
MODEL = "article-assistant"
Told = tuple[Any, Any, Any]


def said(question: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": question}]


def error(call: Callable[[], Any]) -> str:
    try:
        call()
    except Exception as failure:  # each client has its own
        return str(failure)
    return ""


def openai_chat(address: str) -> Told:
    import openai

    create = openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0).chat.completions.create
    whole = create(model=MODEL, messages=said(QUESTION)).choices[0].message
    streamed = create(model=MODEL, messages=said(QUESTION), stream=True)
    assert whole.annotations
    pieces = "".join(one.choices[0].delta.content or "" for one in streamed if one.choices)
    return whole.content, pieces, error(lambda: create(model=MODEL, messages=said(" ")))


def openai_responses(address: str) -> Told:
    import openai

    responses = openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0).responses
    whole = responses.create(model=MODEL, input=QUESTION)
    assert whole.output[0].content[0].annotations
    with responses.stream(model=MODEL, input=QUESTION) as stream:
        pieces = "".join(one.delta for one in stream if one.type == "response.output_text.delta")
    return whole.output_text, pieces, error(lambda: responses.create(model=MODEL, input=" "))


def litellm(address: str) -> Told:
    import litellm as client

    given: Any = {"model": f"openai/{MODEL}", "api_base": f"{address}/v1", "api_key": "none", "num_retries": 0}
    whole = client.completion(messages=said(QUESTION), **given).choices[0].message.content
    streamed = client.completion(messages=said(QUESTION), stream=True, **given)
    pieces = "".join(one.choices[0].delta.content or "" for one in streamed)
    return whole, pieces, error(lambda: client.completion(messages=said(" "), **given))


def llm(address: str) -> Told:
    from llm.default_plugins.openai_models import Chat

    model = Chat(model_id=MODEL, model_name=MODEL, api_base=f"{address}/v1")
    whole = model.prompt(QUESTION, key="none", stream=False).text()
    pieces = "".join(model.prompt(QUESTION, key="none", stream=True))
    return whole, pieces, error(lambda: model.prompt(" ", key="none", stream=False).text())


def llama_index(address: str) -> Told:
    from llama_index.llms.openai_like import OpenAILike

    model = OpenAILike(model=MODEL, api_base=f"{address}/v1", api_key="none", is_chat_model=True, max_retries=0)
    pieces = "".join(one.delta or "" for one in model.stream_complete(QUESTION))
    return model.complete(QUESTION).text, pieces, error(lambda: model.complete(" "))


def langchain(address: str) -> Told:
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model=MODEL, base_url=f"{address}/v1", api_key="none", max_retries=0)  # type: ignore[arg-type]
    pieces = "".join(str(one.text) for one in model.stream(QUESTION))
    return str(model.invoke(QUESTION).text), pieces, error(lambda: model.invoke(" "))


def aider(address: str) -> Told:
    """The sentence that aider puts behind what its user types, by the client that it asks through."""
    import litellm as client

    given: Any = {"model": f"openai/{MODEL}", "api_base": f"{address}/v1", "api_key": "none", "temperature": 0}
    asked = [{"role": "system", "content": "Act as an expert. Always reply in English."}, *said(QUESTION)]
    asked[-1]["content"] += "\n\nReply in English.\n"
    whole = client.completion(messages=asked, **given).choices[0].message.content
    pieces = "".join(
        one.choices[0].delta.content or "" for one in client.completion(messages=asked, stream=True, **given)
    )
    return whole, pieces, error(lambda: client.completion(messages=said(" "), num_retries=0, **given))


def mcp(address: str) -> Told:
    from mcp import Client

    async def called() -> Told:
        async with Client(f"{address}/mcp") as client:
            told = await client.call_tool("ask", {"question": QUESTION})
            wrong = await client.call_tool("ask", {"question": " "})
            return told.content[0].text, None, wrong.content[0].text  # type: ignore[union-attr]

    return asyncio.run(called())


def fastmcp(address: str) -> Told:
    from fastmcp import Client

    async def called() -> Told:
        async with Client(f"{address}/mcp") as client:
            told = await client.call_tool("ask", {"question": QUESTION})
            try:
                await client.call_tool("ask", {"question": " "})
            except Exception as failure:
                return told.content[0].text, None, str(failure)
        return told.content[0].text, None, ""

    return asyncio.run(called())


def generated(address: str) -> Told:
    """A client that openapi-python-client makes of the server's own description."""
    with tempfile.TemporaryDirectory() as folder:
        make = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--meta", "none"]
        made = Path(folder) / "made"
        command = [*make, "--url", f"{address}/api/openapi.json", "--output-path", str(made)]
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        assert ended.returncode == 0 and "WARNING" not in ended.stdout + ended.stderr, ended.stdout + ended.stderr
        sys.path.insert(0, folder)
        from made import Client  # type: ignore[import-not-found]
        from made.api.questions import ask  # type: ignore[import-not-found]
        from made.models import Question  # type: ignore[import-not-found]

        client = Client(base_url=address, timeout=60)
        told = ask.sync(client=client, body=Question(question=QUESTION))
        links = "".join(f"{one.marker}: {address}{one.link}\n" for one in told.citations)
        return f"{told.text}\n{links}", None, ask.sync(client=client, body=Question(question=" ")).detail


# Each with its package.
CLIENTS = {
    openai_chat: "openai",
    openai_responses: "openai",
    litellm: "litellm",
    llm: "llm",
    llama_index: "llama-index-llms-openai-like",
    langchain: "langchain-openai",
    aider: "litellm",
    mcp: "mcp",
    fastmcp: "fastmcp",
    generated: "openapi-python-client",
}

if __name__ == "__main__":
    client = next(one for one in CLIENTS if one.__name__ == sys.argv[1])
    print("TOLD" + json.dumps([version(CLIENTS[client]), *client(sys.argv[2])]))
