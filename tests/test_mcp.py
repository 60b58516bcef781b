"""The MCP server, asked by the SDK's own client over stdin and stdout."""

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client, StdioServerParameters

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.mcp_server import make_server
from qa_bot.upkeep import build_index
from tests.conftest import RunCommand
from tests.fakes import Notes
from tests.test_render import SCHEMA

STORM = b"# STORM\n\nSTORM enrolled 123 patients in 5 countries.\n"
QUESTION = "how many patients did STORM enrol?"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings for one document, indexed."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "storm.md").write_bytes(STORM)
    (folder / "boston.md").write_bytes(b"# BOSTON\n\nBOSTON enrolled 402 in 21 countries.\n")
    config = Config(index=IndexConfig(folders=(str(folder),), path=str(tmp_path / "index")))
    build_index(config, Notes())
    return config


def talk(config: Config, use: Callable[[Client], Awaitable[None]]) -> None:
    """Use a server in this process."""

    async def run() -> None:
        async with Client(make_server(QABot.open(config))) as client:
            await use(client)

    anyio.run(run)


async def called(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    found = await client.call_tool(tool, arguments)
    assert not found.is_error, found.content
    assert found.structured_content is not None
    assert json.loads(found.content[0].text) == found.structured_content
    return found.structured_content


async def refused(client: Client, tool: str, **arguments: object) -> str:
    found = await client.call_tool(tool, arguments)
    assert found.is_error
    return str(found.content[0].text)


def untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings"}


def test_a_program_asks_over_stdin_and_stdout_and_reads_what_ask_prints(
    config: Config, qa_bot: RunCommand, tmp_path: Path
) -> None:
    asked = json.loads(qa_bot("ask", QUESTION, "--format", "json").stdout)
    words = ["-m", "qa_bot", "mcp", "-q"]
    started = StdioServerParameters(
        command=sys.executable, args=words, cwd=tmp_path, env=dict(os.environ)
    )

    async def run() -> None:
        async with Client(started) as client:
            tools = (await client.list_tools()).tools
            assert [tool.name for tool in tools] == ["search", "ask", "show", "status"]
            for tool in tools:
                assert tool.annotations is not None
                assert tool.annotations.read_only_hint
                assert tool.description
            answer = await called(client, "ask", question=QUESTION)
            jsonschema.validate(answer, SCHEMA)
            assert untimed(answer) == untimed(asked)

    anyio.run(run)


def test_every_tool_answers_and_nothing_is_written(config: Config) -> None:
    async def use(client: Client) -> None:
        status = await called(client, "status")
        assert (status["documents"], status["passages"], status["changed"]) == (2, 2, [])
        (first, *_) = (await called(client, "search", question="countries of STORM"))["hits"]
        assert (first["document"], first["text"]) == (
            "knowledge/storm.md",
            "STORM enrolled 123 patients in 5 countries.",
        )
        shown = await called(client, "show", address="knowledge/storm.md:3", context=0)
        assert shown["excerpt"].splitlines()[1].startswith("> 3  STORM enrolled")
        answer = await called(client, "ask", question="in how many countries?", earlier=[QUESTION])
        assert {"words": "STORM", "turn": 1, "from": "question"} in answer["understood"]["added"]

    before = {path: path.stat().st_mtime_ns for path in Path(config.index.path).rglob("*")}
    talk(config, use)
    after = {path: path.stat().st_mtime_ns for path in Path(config.index.path).rglob("*")}
    assert before == after
    assert not Path(os.environ["QA_BOT_DATA"]).exists()


def test_failures_are_told_with_their_remedy(config: Config) -> None:
    async def use(client: Client) -> None:
        assert "no word to search for" in await refused(client, "ask", question="?")
        assert "is empty" in await refused(client, "search", question=" ")
        assert "knowledge/storm.md" in await refused(client, "show", address="knowledge/strom.md")
        assert "limit: Input should be greater" in await refused(
            client, "search", question="STORM", limit=0
        )
        assert await refused(client, "ask") == "ask cannot be called so: question: Field required"
        assert "earlier" in await refused(client, "ask", question=QUESTION, earlier=["what?"] * 21)

    talk(config, use)


def test_documents_that_changed_or_went_are_told(config: Config) -> None:
    folder = Path(config.index.folders[0])

    async def use(client: Client) -> None:
        (folder / "storm.md").write_bytes(STORM + b"\nMore.\n")
        assert (await called(client, "status"))["changed"] == ["knowledge/storm.md"]
        folder.rename(folder.with_name("moved"))
        assert "does not exist" in await refused(client, "status")

    talk(config, use)
