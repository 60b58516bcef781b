"""The conversation: all turns, oldest first, in a transcript that scrolls."""

from textual import events
from textual.containers import VerticalScroll
from textual.geometry import Region

from qa_bot.tui.turn import Turn
from qa_bot.tui.welcome import Welcome


class Conversation(VerticalScroll, can_focus=False):
    """The transcript."""

    def __init__(self) -> None:
        """Begin with a welcome and no turn."""
        self.welcome = Welcome()
        super().__init__(self.welcome)
        self.turns: list[Turn] = []
        self._coming: Turn | None = None
        self._place: tuple[Turn, float] | None = None

    @property
    def exhibits(self) -> list[tuple[Turn, int]]:
        """Every exhibit, in reading order: its turn and its place there."""
        return [(turn, place) for turn in self.turns for place in range(len(turn.exhibits))]

    async def add(self, question: str) -> Turn:
        """Add a turn and scroll to it."""
        turn = Turn(question)
        self.turns.append(turn)
        self.welcome.display = False
        await self.mount(turn)
        self.show_turn(turn)
        return turn

    async def clear(self) -> None:
        """Take every turn away."""
        self.turns.clear()
        self._place = None
        await self.remove_children(Turn)
        self.welcome.display = True

    def show_turn(self, turn: Turn) -> None:
        """Scroll, once the turn is laid out, so that it is seen from its question on."""
        self._coming = turn
        self.call_after_refresh(self._arrive, turn)

    def _arrive(self, turn: Turn) -> None:
        self._coming = None
        self.scroll_to_widget(turn, animate=False, top=True)

    def sees(self, turn: Turn) -> bool:
        """Tell whether some of a turn is in view, or about to be."""
        seen = Region(0, self.scroll_offset.y, *self.size)
        return turn is self._coming or seen.overlaps(turn.virtual_region)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Remember which turn is at the top, and how much of it is scrolled past."""
        super().watch_scroll_y(old_value, new_value)
        self._place = self._at_top(new_value)
        self.call_after_refresh(self._tend)

    async def _tend(self) -> None:
        """Fold the turns that are far out of view, and unfold those that come near."""
        height, place = self.size.height, self._place
        top = self.scroll_offset.y
        near = Region(0, top - height, 1, 3 * height)
        kept = near.grow((2 * height, 0, 2 * height, 0))
        folded = [turn for turn in self.turns if near.overlaps(_column(turn)) and turn.folded]
        for turn in folded:
            await turn.unfold()
        for turn in self.turns:
            if not turn.folded and turn.size.height and not kept.overlaps(_column(turn)):
                await turn.fold()
        if folded and place:
            self.call_after_refresh(self._return, *place)

    def _at_top(self, scroll: float) -> tuple[Turn, float] | None:
        for turn in self.turns:
            top, height = turn.virtual_region.y, turn.virtual_region.height
            if height and scroll < top + height:
                return turn, (scroll - top) / height
        return None

    def on_resize(self, event: events.Resize) -> None:
        """Keep the place: the same turn stays at the top when lines break elsewhere."""
        if self._place:
            self.call_after_refresh(self._return, *self._place)

    def _return(self, turn: Turn, passed: float) -> None:
        region = turn.virtual_region
        self.scroll_to(y=round(region.y + passed * region.height), animate=False, immediate=True)


def _column(turn: Turn) -> Region:
    """Tell which rows of the transcript a turn takes."""
    region = turn.virtual_region
    return Region(0, region.y, 1, region.height)
