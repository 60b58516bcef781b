"""A page of the conversation: some turns in a row, which are laid out together or not at all.

Layout visits every widget that is displayed, wherever it is. Far out of view a page keeps its
height and displays none of its turns, so that a long conversation costs no more than a short one.
"""

from collections.abc import Sequence

from textual.containers import Vertical

from qa_bot.tui.turn import Turn

MOST_TURNS = 20


class Page(Vertical):
    """Turns in a row."""

    def __init__(self, turns: Sequence[Turn] = ()) -> None:
        """Begin with some turns, or none."""
        super().__init__(*turns)
        self.turns = list(turns)
        self.closed = False

    @property
    def full(self) -> bool:
        """Whether the next turn begins another page."""
        return len(self.turns) == MOST_TURNS

    async def add(self, turn: Turn) -> None:
        """Add a turn at the end."""
        self.turns.append(turn)
        await self.mount(turn)

    async def close(self) -> None:
        """Fold every turn and display none, unless one has more to come or is in focus."""
        if self.closed or not self.full or not all(turn.over for turn in self.turns):
            return
        if self.has_focus_within or not self.size.height:
            return
        self.styles.height = self.outer_size.height
        self.closed = True
        for turn in self.turns:
            if self.closed:
                await turn.fold()
        if self.closed:  # nobody opened it meanwhile
            for turn in self.turns:
                turn.display = False

    def open(self) -> None:
        """Display the turns again, folded as they are."""
        if self.closed:
            self.closed = False
            for turn in self.turns:
                turn.display = True
            self.styles.height = "auto"
