"""The themes, Textual's own and one of the highest contrast; how parts of a text look in each."""

from textual.theme import Theme

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#202020",
    text_alpha=1.0,
    variables={
        "text-muted": "#ffffff",
        "foreground-muted": "#ffffff",
        "text-accent": "#ffff00",
        "text-primary": "#00ffff",
        "primary-muted": "#003c6e",
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#ffff00",
        "border": "#ffffff",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#000000",
    },
)
DEFAULT = "textual-dark"

ANSWERING, QUOTE, DIM = "bold $text on $accent-muted", "$text on $primary-muted", "auto 60%"
"""What answers, marked as with a pen; a quote in its document; what is beside the point. Each makes
its own contrast with what is behind it."""
