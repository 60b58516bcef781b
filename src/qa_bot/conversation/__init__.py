"""A follow-up becomes a question that stands alone.

`leaning` reads in its words whether it is one, `rewording` writes out what leads it back to the one
before, `recalling` lends it words of all turns before, `replacing` puts what it names in the place
of something asked before; `ways` lists what it may mean then, and `choosing` decides by the
answers. `resolution` has what travels between them.
"""

from qa_bot.conversation.resolution import Added, Resolution, Turn

__all__ = ["Added", "Resolution", "Turn"]
