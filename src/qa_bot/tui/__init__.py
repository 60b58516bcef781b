"""The chat: a Textual app to ask, read an answer and check it.

`app.ChatApp` takes a `protocol.ChatBot` and shows it; one widget a file, its `.tcss` beside it.
Threads only post messages; the screen's handlers own the widgets. Only this package and `cli.chat`
touch Textual, and nothing here loads the engine before the window is painted.
"""
