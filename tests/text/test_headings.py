"""What headings name, and which of it what stands below is about."""

import pytest

from qa_bot.text.headings import narrowed, things


@pytest.mark.parametrize(
    ("path", "left"),
    [
        (["Tea and coffee", "Coffee"], ["Coffee", "Coffee"]),
        (["Tea and coffee", "Tea"], ["Tea", "Tea"]),
        (["Tea, coffee & milk", "Hot", "Milk"], ["Milk", "Hot", "Milk"]),
        (["Prices of tea and coffee", "The coffee"], ["Prices of The coffee", "The coffee"]),
        (["Prices of tea and coffee", "Tea"], ["Prices of tea", "Tea"]),
        # Another thing is below, or the heading names but one.
        (["Tea and coffee", "Storage"], ["Tea and coffee", "Storage"]),
        (["Tea and coffee", "How to"], ["Tea and coffee", "How to"]),
        (["Green tea", "Tea"], ["Green tea", "Tea"]),
        (["Tea and coffee"], ["Tea and coffee"]),
        ([], []),
    ],
)
def test_of_things_side_by_side_the_one_taken_up_is_left(path: list[str], left: list[str]) -> None:
    assert narrowed(path) == left


def test_things_are_told_apart() -> None:
    assert things("Tea, coffee, and milk/water") == ["Tea", "coffee", "milk", "water"]
    assert things("Android and Orlando") == ["Android", "Orlando"]
    assert things(" and ") == []
