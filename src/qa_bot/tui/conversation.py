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
    """The transcript.

    What it was told to show stays in view, however much is laid out above it later, until a
    person scrolls: a turn from its question on, any other widget as it is.
    """

    def __init__(self) -> None:
        """Begin with a welcome and no turn."""
        self.welcome = Welcome()
        super().__init__(self.welcome)
        self.pages: list[Page] = []
        self._aim: Widget | None = None
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
        self.show(turn)
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
        self.show(turns[number - 1])

    async def clear(self) -> None:
        """Take every turn away."""
        self.pages.clear()
        self._place = self._aim = None
        await self.remove_children(Page)
        self.welcome.display = True

    def show(self, part: Widget) -> None:
        """Scroll to a turn, or to a widget of one, as soon as it is laid out, and stay there."""
        self._aim = part
        self.call_after_refresh(self._arrive)

    def follow(self) -> None:
        """Show the newest turn, if one still looks at the turn that was shown last."""
        if isinstance(self._aim, Turn):
            self.show(self.pages[-1].turns[-1])

    def release_anchor(self) -> None:
        """Aim at nothing any more: Textual calls this when a person scrolls."""
        super().release_anchor()
        self._aim = None

    def watch_virtual_size(self) -> None:
        """Stay where one is told to be when what is above becomes longer or shorter."""
        self.call_after_refresh(self._arrive)

    def _is_aimed_at(self, part: Turn | Page) -> bool:
        """Tell whether one is to see it, or something of it."""
        return self._aim is not None and part in self._aim.ancestors_with_self

    def _arrive(self) -> None:
        """Scroll to what is aimed at; what is not laid out yet is come back to when it is."""
        aim = self._aim
        if isinstance(aim, Turn):
            self.scroll_to(y=_rows(aim).y, animate=False, immediate=True)
        elif aim and aim.is_attached:
            self.scroll_to_widget(aim, animate=False, immediate=True)
        self._aim = aim  # that was no person

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember which turn is at the top, and how much of it is scrolled past."""
        super().watch_scroll_y(old_value, new_value)
        self._place = self._at_top(new_value)
        self.tend()

    async def reveal(self, turn: Turn) -> None:
        """Have the widgets of a turn, wherever it is, so that one can scroll to them."""
        self._aim = turn
        for page in self.pages:
            if turn in page.turns:
                page.open()
        await turn.unfold()

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
            if not self._is_aimed_at(turn) and not kept.overlaps(_rows(turn)):
                await turn.fold()
        for page in self.pages:
            if not self._is_aimed_at(page) and not kept.overlaps(_rows(page)):
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
        """Scroll back to a place, or to what is aimed at."""
        aim, rows = self._aim, _rows(top)
        self.scroll_to(y=round(rows.y + passed * rows.height), animate=False, immediate=True)
        self._aim = aim
        self._arrive()


def _rows(part: Turn | Page) -> Region:
    """Tell which rows of the transcript a part of it takes; at least one, laid out or not."""
    region = part.virtual_region
    above = part.parent.virtual_region.y if isinstance(part.parent, Page) else 0
    return Region(0, region.y + above, 1, max(region.height, 1))
