"""Names as programs have them: found in a question, and in a text that writes them otherwise."""

import pytest

from qa_bot.question.symbols import is_mixed, symbols, writes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the default of max_input_time?", ("max_input_time",)),
        ("DB_POOL_SIZE's value", ("DB_POOL_SIZE",)),
        ("`--max-delay` and --v.", ("--max-delay", "--v")),
        ("session.gc_maxlifetime, and session.gc_maxlifetime.", ("session.gc_maxlifetime",)),
        ("pm.max_children=5", ("pm.max_children",)),
        ("_really_, price--how much, a -- b, max-time, 3.5, example.com", ()),
    ],
)
def test_symbols_are_found_whole_each_once(text: str, found: tuple[str, ...]) -> None:
    assert symbols(text) == found


def test_what_is_long_and_no_symbol_is_left_in_little_time() -> None:
    for text in ("x" * 100_000, "x." * 50_000, "--x" * 30_000):
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


def test_an_option_is_no_part_of_another() -> None:
    assert writes("`--max-time` is 40", "--max-time")
    assert not writes("`--max-time-out` and `--no-max-time`", "--max-time")


@pytest.mark.parametrize("text", ["max_retries", "Max-retries", "max retries", "MAXRETRIES"])
def test_what_has_capitals_inside_may_be_joined_otherwise(text: str) -> None:
    assert writes(f"{text}: 3", "maxRetries")
    assert not writes(f"{text}_delay: 3", "maxRetries")


@pytest.mark.parametrize("word", ["maxRetries", "GitHub", "KeePassXC", "AdTrav", "GitHub's"])
def test_a_word_with_capitals_inside_is_mixed(word: str) -> None:
    assert is_mixed(word)


@pytest.mark.parametrize("word", ["Github", "BOSTON", "kWh", "mRNA", "mmHg", "SVd", "PhDs", "AdT"])
def test_a_plain_word_a_unit_and_a_short_one_are_not(word: str) -> None:
    assert not is_mixed(word)
