"""What is written can be read, in every theme."""

from collections.abc import Iterator

from rich.color_triplet import ColorTriplet

from tests.replies import SEVERAL
from tests.tui.driving import Driver, chatting, scripted

LEAST = 3.0
"""As WCAG 2 asks of large text and of what is worked with."""


async def test_every_word_stands_out_from_what_is_behind_it() -> None:
    async with chatting(scripted(SEVERAL), question="median", session="new") as pilot:
        await pilot.press("tab")
        faint = {}
        for theme in pilot.app.available_themes.values():
            if not theme.name.startswith("ansi-"):  # those are the terminal's colours
                pilot.app.theme = theme.name
                await pilot.pause()
                faint |= {(theme.name, text): how for text, how in words(pilot) if how < LEAST}
        assert not faint


def words(pilot: Driver) -> Iterator[tuple[str, float]]:
    """Yield each piece of text that is on the screen with its contrast, from 1 to 21."""
    for strip in pilot.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style and style.color and style.bgcolor and any(map(str.isalnum, text)):
                colours = style.color.get_truecolor(), style.bgcolor.get_truecolor()
                dark, bright = sorted(map(luminance, colours))
                yield text.strip(), (bright + 0.05) / (dark + 0.05)


def luminance(colour: ColorTriplet) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
