"""The conversation: all turns, oldest first, in a transcript that scrolls."""

from collections.abc import Sequence

from textual import events
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

from qa_bot.tui.history import Earlier
from qa_bot.tui.page import MOST_TURNS, Page
from qa_bot.tui.turn import Turn
from qa_bot.tui.welcome import Welcome

_NEIGHBOURS = 5
"""Turns before and after the one that is shown, which are laid out with it."""


class Conversation(VerticalScroll, can_focus=False):
    """The transcript."""

    def __init__(self) -> None:
        """Begin with a welcome and no turn."""
        self.welcome = Welcome()
        super().__init__(self.welcome)
        self.pages: list[Page] = []
        self._followed: Turn | None = None
        self._place: tuple[Turn | Page, float] | None = None

    @property
    def turns(self) -> list[Turn]:
        """Every turn, oldest first."""
        return [turn for page in self.pages for turn in page.turns]

    @property
    def exhibits(self) -> list[tuple[Turn, int]]:
        """Every exhibit, in reading order: its turn and its place there."""
        return [(turn, place) for turn in self.turns for place in range(len(turn.exhibits))]

    async def add(self, question: str) -> Turn:
        """Add a turn and scroll to it."""
        turn = Turn(question)
        self.welcome.display = False
        if not self.pages or self.pages[-1].full:
            self.pages.append(Page())
            await self.mount(self.pages[-1])
        await self.pages[-1].add(turn)
        self.show_turn(turn)
        return turn

    async def restore(self, earlier: Sequence[Earlier], number: int) -> None:
        """Show the turns of a saved session before any other, and scroll to one of them."""
        turns = [Turn.restored(one) for one in earlier]
        pages = [
            Page(turns[start : start + MOST_TURNS]) for start in range(0, len(turns), MOST_TURNS)
        ]
        self.welcome.display = False
        self.pages = [*pages, *self.pages]
        await self.mount(*pages, after=self.welcome)
        for turn in turns[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]:
            await turn.unfold()
        self.show_turn(turns[number - 1])

    async def clear(self) -> None:
        """Take every turn away."""
        self.pages.clear()
        self._place = self._followed = None
        await self.remove_children(Page)
        self.welcome.display = True

    def show_turn(self, turn: Turn) -> None:
        """Scroll, once the turn is laid out, so that it is seen from its question on."""
        self._followed = turn
        self.call_after_refresh(self._arrive)

    def _arrive(self) -> None:
        if self._followed:
            self._scroll_to_row(_rows(self._followed).y)

    def follow(self) -> None:
        """Scroll to the newest turn again, unless one has scrolled since it was asked.

        An answer that comes above pushes it down and out of view, without a scroll.
        """
        if self._followed:
            self.show_turn(self.pages[-1].turns[-1])

    def release_anchor(self) -> None:
        """Follow no longer: Textual calls this when a person scrolls."""
        super().release_anchor()
        self._followed = None

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember which turn is at the top, and how much of it is scrolled past."""
        super().watch_scroll_y(old_value, new_value)
        self._place = self._at_top(new_value)
        self.tend()

    async def reveal(self, turn: Turn) -> None:
        """Have the widgets of a turn, wherever it is, so that one can scroll to them."""
        for page in self.pages:
            if turn in page.turns:
                page.open()
        await turn.unfold()

    def scroll_there(self, widget: Widget) -> None:
        """Scroll to a widget once it is laid out, and stay there."""
        self.release_anchor()
        self.call_after_refresh(self.scroll_to_widget, widget, animate=False)

    def tend(self) -> None:
        """Fold what is far out of view, and unfold what comes near, once all is laid out."""
        self.call_after_refresh(self._tend)

    async def _tend(self) -> None:
        height, place = self.size.height, self._place
        near = Region(0, self.scroll_offset.y - height, 1, 3 * height)
        kept = near.grow((2 * height, 0, 2 * height, 0))
        opened = [page for page in self.pages if page.closed and near.overlaps(_rows(page))]
        for page in opened:
            page.open()
        turns = [turn for page in self.pages if not page.closed for turn in page.turns]
        unfolded = [turn for turn in turns if turn.folded and near.overlaps(_rows(turn))]
        for turn in unfolded:
            await turn.unfold()
        for turn in turns:
            if not kept.overlaps(_rows(turn)):
                await turn.fold()
        for page in self.pages:
            if not kept.overlaps(_rows(page)):
                await page.close()
        if opened:
            self.tend()
        if (opened or unfolded) and place:
            self.call_after_refresh(self._return, *place)

    def _at_top(self, scroll: float) -> tuple[Turn | Page, float] | None:
        """Find what is at the top, and how much of it is scrolled past."""
        page = next((page for page in self.pages if scroll < _rows(page).bottom), None)
        if page is None or not page.virtual_region.height:
            return None
        turns = () if page.closed else page.turns
        top = next((turn for turn in turns if scroll < _rows(turn).bottom), page)
        return top, (scroll - _rows(top).y) / _rows(top).height

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place: the same turn stays at the top when lines break elsewhere."""
        if self._place:
            self.call_after_refresh(self._return, *self._place)

    def _return(self, top: Turn | Page, passed: float) -> None:
        """Scroll back to a place, or to the turn that is followed."""
        rows = _rows(top)
        self._scroll_to_row(round(rows.y + passed * rows.height))
        self._arrive()

    def _scroll_to_row(self, row: int) -> None:
        followed = self._followed
        self.scroll_to(y=row, animate=False, immediate=True)
        self._followed = followed  # that was no person


def _rows(part: Turn | Page) -> Region:
    """Tell which rows of the transcript a part of it takes; at least one, laid out or not."""
    region = part.virtual_region
    above = part.parent.virtual_region.y if isinstance(part.parent, Page) else 0
    return Region(0, region.y + above, 1, max(region.height, 1))
