"""Names as programs have them: found in a question, and in a text that writes them otherwise."""

from pathlib import Path

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.question.symbols import is_mixed, names_other_member, symbols, writes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the default of max_input_time?", ("max_input_time",)),
        ("DB_POOL_SIZE's value", ("DB_POOL_SIZE",)),
        ("`--max-delay` and --v.", ("--max-delay", "--v")),
        ("session.gc_maxlifetime, and session.gc_maxlifetime.", ("session.gc_maxlifetime",)),
        ("pm.max_children=5", ("pm.max_children",)),
        ("the _cs_id and the _ga cookie, __init__", ("_cs_id", "_ga")),
        ("XPORT-EC-042's site, (KCP-330-012).", ("XPORT-EC-042", "KCP-330-012")),
        ("HTTP/3, TLS/1.3; and CD4/8, 24/7, A/2, AND/OR", ("HTTP/3", "TLS/1.3")),
        ("COVID-19-related, COVID-19, A-B-C, 2020-05-06, x-Y-12-b", ()),
        ("_really_, price--how much, a -- b, max-time, 3.5, example.com", ()),
    ],
)
def test_symbols_are_found_whole_each_once(text: str, found: tuple[str, ...]) -> None:
    assert symbols(text) == found


def test_what_is_long_and_no_symbol_is_left_in_little_time() -> None:
    for text in ("x" * 100_000, "x." * 50_000, "--x" * 30_000, "_" * 100_000):
        assert not any("_" in one for one in symbols(text))


@pytest.mark.parametrize(
    ("text", "is_written"),
    [
        ("DB_POOL_SIZE is 10.", True),
        ("db_pool_size=10", True),
        ("set app.DB_POOL_SIZE.", True),
        ("The DB pool size is 10.", True),
        ("db-pool-size", True),
        ("dbPoolSize", True),
        ("DB_POOL_MAX_SIZE", False),
        ("DB_POOL_SIZE_MAX", False),
        ("MY_DB_POOL_SIZE", False),
        ("DB_POOL_SIZE.max", False),
        ("The size of the pool of the DB", False),
    ],
)
def test_a_symbol_is_written_in_any_case_and_whole(text: str, is_written: bool) -> None:
    assert writes(text, "DB_POOL_SIZE") is is_written


def test_lines_before_and_behind_a_symbol_may_be_its_own_or_emphasis() -> None:
    assert writes("`_cs_id` is kept", "_cs_id")
    assert writes("_max_time_ is 40", "max_time")
    assert not writes("my_cs_id and _cs_id_2", "_cs_id")
    assert writes("`_ga` is kept", "_ga")
    assert not writes("`_ga_session`, `_gat`, `a_ga`", "_ga")


def test_an_option_is_no_part_of_another() -> None:
    assert writes("`--max-time` is 40", "--max-time")
    assert not writes("`--max-time-out` and `--no-max-time`", "--max-time")


@pytest.mark.parametrize(
    ("sentence", "is_other"),
    [
        ("timeouts.read — Default: 60s", True),
        ("Set `timeouts.idle` to 5.", True),
        ("timeouts.write: 5s, timeouts.read: 60s", False),
        ("Timeouts.Write is 5s.", False),
        ("log.level — Default: info", False),  # of another family: it may say anything
        ("It is 5 seconds.", False),
        ("mail timeouts.read@example.com", False),
    ],
)
def test_another_of_a_family_is_told_by_its_own_name(sentence: str, is_other: bool) -> None:
    assert names_other_member(sentence, "default of timeouts.write?") == is_other
    assert not names_other_member(sentence, "default of timeouts")
    assert not names_other_member(sentence, "default of timeouts.write?", "About timeouts.write")


def test_a_version_behind_a_stroke_is_written() -> None:
    assert writes("HTTP/3 is fast", "HTTP/3")
    assert writes("http 3", "HTTP/3")
    assert not writes("HTTP, 3.1 ms", "HTTP/3")
    assert not writes("HTTP/2 and HTTP/3.1", "HTTP/3")


@pytest.mark.parametrize("text", ["max_retries", "Max-retries", "max retries", "MAXRETRIES"])
def test_what_has_capitals_inside_may_be_joined_otherwise(text: str) -> None:
    assert writes(f"{text}: 3", "maxRetries")
    assert not writes(f"{text}_delay: 3", "maxRetries")


@pytest.mark.parametrize(
    "word", ["maxRetries", "GitHub", "KeePassXC", "GitHub's", "VMware", "IPsec"]
)
def test_a_word_with_capitals_inside_is_mixed(word: str) -> None:
    assert is_mixed(word)


@pytest.mark.parametrize(
    "word", ["Github", "BOSTON", "kWh", "mRNA", "mmHg", "SVd", "PhDs", "AdT", "PDFs"]
)
def test_a_plain_word_a_unit_and_a_short_one_are_not(word: str) -> None:
    assert not is_mixed(word)


def test_what_is_asked_of_a_name_is_not_answered_with_another(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    text = "The cookie `_cs_id` is kept for 13 months.\n\nThe Multipass VM needs 1 GB of memory.\n"
    text += "\nThe valve VX-CO-1001 of the boiler was made in 1987.\n"
    (tmp_path / "docs" / "a.md").write_text(text)
    index = IndexConfig(folders=(str(tmp_path / "docs"),), path=str(tmp_path / "index"))
    bot = QABot.open(Config(index=index))
    kept = bot.ask("how long is the cookie _cs_id kept").answer
    assert "13 months" in kept.statements[0].text
    made = bot.ask("when was the valve VX-CO-1001 made").answer
    assert "1987" in made.statements[0].text
    for question in [
        "how long is the _ga cookie kept",
        "how much memory does VMware need",
        "when was the valve VX-EC-042 made",
    ]:
        assert not bot.ask(question).answer.statements
