"""A follow-up becomes a question that stands alone.

`leaning` reads in its words whether it is one, `resolution` lends it words of the turns before,
`subject` decides by the answers whether it left their subject.
"""

from qa_bot.conversation.resolution import Added, Resolution, Turn

__all__ = ["Added", "Resolution", "Turn"]
