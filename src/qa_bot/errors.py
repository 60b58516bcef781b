"""Every failure that a user can cause or fix, each with a message, a hint and an exit code.

It is the lowest module: every other one may raise these, and only the front ends catch them::

    QABotError
    |-- UsageError              2   a question or an option that cannot be used
    |   |-- ConfigError         2   a configuration file or variable that cannot be used
    |   |-- BaseError           2   a knowledge base of that name cannot be found or kept
    |   |-- AddressError        2   an address that leads to no passage
    |   |-- CaseError           2   a file of evaluation cases that cannot be used
    |   |-- RunError            2   a saved evaluation run that cannot be used
    |   `-- SessionError        2   saved sessions that cannot be used
    |-- DocumentError           2   one file cannot be read
    |-- FolderError             2   a folder of documents is missing, or holds none
    |-- IndexStateError         3
    |   |-- IndexNotFoundError  3   nothing was built yet
    |   |-- IndexUnbuildableError 3 nor is there a folder to build it from
    |   |-- IndexOutdatedError  3   built by another encoder, or by the program's version before
    |   |-- IndexNewerError     3   built by a later version of the program
    |   |-- IndexDamagedError   3   a file of it is missing, altered or unreadable
    |   |-- IndexLockedError    3   another program is building it
    |   |-- IndexUnwritableError 3  the disk is full or the folder cannot be written
    |   `-- IndexUnreachableError 3 the server that has it does not answer, or refuses
    |-- EncoderError            4   weights are missing, altered, or cannot be run
    |-- ReaderError             4   the same of a reader
    `-- WriterError             4   a language model cannot word an answer
        |-- WriterUnreachableError 4 its endpoint cannot be reached, or not in time
        |-- WriterKeyError      4   its endpoint asks for another key
        |-- WriterUnknownError  4   its endpoint has no such model
        |-- WriterBusyError     4   its endpoint is asked too often, or is not well
        |-- WriterRefusedError  4   its endpoint does not take the request
        `-- WriterBrokenError   4   what it writes breaks off, or cannot be read
"""

import shlex


class QABotError(Exception):
    """A failure with a remedy.

    Attributes:
        message: What happened, with the value seen and the place.
        hint: What to do next; a command where there is one.
        exit_code: The exit status of a program that stops because of it.
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the hint."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(QABotError):
    """A question or an option cannot be used."""


class ConfigError(UsageError):
    """A configuration file or environment variable cannot be used."""


class BaseError(UsageError):
    """No knowledge base has that name, or it cannot be kept."""


class AddressError(UsageError):
    """An address leads to no passage."""


class CaseError(UsageError):
    """A file of evaluation cases, or one case of it, cannot be used."""


class RunError(UsageError):
    """A saved evaluation run cannot be read, written or compared."""


class SessionError(UsageError):
    """Saved sessions cannot be read or written, or there is no such session."""


class DocumentError(QABotError):
    """One file cannot be read as a document."""


class FolderError(QABotError):
    """A folder of documents is missing, unreadable, or holds no document."""


class IndexStateError(QABotError):
    """The index cannot be used as it is."""

    exit_code = 3


class IndexNotFoundError(IndexStateError):
    """No index was built yet."""


class IndexUnbuildableError(IndexStateError):
    """No index was built yet, and a folder to build it from is not there either."""


class IndexOutdatedError(IndexStateError):
    """The index was built by another encoder, or in an earlier format."""


class IndexNewerError(IndexStateError):
    """The index was built in a later format, by a later version of the program."""


class IndexDamagedError(IndexStateError):
    """A file of the index is missing or altered, or cannot be read."""


class IndexLockedError(IndexStateError):
    """Another program is building the index."""


class IndexUnwritableError(IndexStateError):
    """The index cannot be written: the disk is full or the folder read-only."""


class IndexUnreachableError(IndexStateError):
    """The server that has the index does not answer, or refuses what it is asked."""


class EncoderError(QABotError):
    """An encoder's weights are missing or altered, or it cannot be run."""

    exit_code = 4


class ReaderError(QABotError):
    """A reader's weights are missing or altered, or it cannot be run."""

    exit_code = 4


class WriterError(QABotError):
    """A language model cannot word an answer; the quotes stand without it."""

    exit_code = 4


class WriterUnreachableError(WriterError):
    """Nothing answers at the endpoint, or not in time."""


class WriterKeyError(WriterError):
    """The endpoint refuses the key, or asks for one."""


class WriterUnknownError(WriterError):
    """The endpoint has no model of that name, or is none."""


class WriterBusyError(WriterError):
    """The endpoint is asked too often, or has an error of its own, again and again."""


class WriterRefusedError(WriterError):
    """The endpoint does not take the request."""


class WriterBrokenError(WriterError):
    """What is written breaks off, or is not what an endpoint of this kind sends."""


def pasted(name: object) -> str:
    """Write a name into a hint that will be pasted: one word of a shell, whatever is in it.

    Whoever names a document may be hostile, as whoever writes it.
    """
    return shlex.quote(str(name))
