"""Files become documents, in their order.

Text is read here and now. What needs more than decoding is read in processes of their own, some
files ahead, so that one that hangs or bursts costs itself alone.
"""

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import islice
from queue import SimpleQueue

from qa_bot.config import DocumentsConfig
from qa_bot.documents.decoding import decode
from qa_bot.documents.extracted import Extracted
from qa_bot.documents.folder import FileEntry
from qa_bot.documents.formats import extract, format_of
from qa_bot.documents.isolation import Isolated
from qa_bot.documents.outline import shortened
from qa_bot.errors import DocumentError, pasted
from qa_bot.records import Document

_PROCESSES = min(4, os.cpu_count() or 1)
_AHEAD = 2 * _PROCESSES
_MEGABYTE = 1_000_000
_LIMITS = DocumentsConfig()


def load(entry: FileEntry, limits: DocumentsConfig = _LIMITS) -> Document:
    """Read a file and divide it into sections, sentences and rows.

    Raises:
        DocumentError: When it cannot be read within the limits, or is not what its ending says.
    """
    (loaded,) = load_all([entry], limits)
    if isinstance(loaded, DocumentError):
        raise loaded
    return loaded


def load_all(
    entries: Iterable[FileEntry], limits: DocumentsConfig = _LIMITS
) -> Iterator[Document | DocumentError]:
    """Read files, in their order; one that cannot be read yields its error."""
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(_PROCESSES))
        processes: SimpleQueue[Isolated] = SimpleQueue()
        for process in [Isolated(limits) for _ in range(_PROCESSES)]:
            processes.put(process)
            stack.callback(process.close)
        # Runs first, for what still waited would start the closed processes anew.
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)

        def isolated(entry: FileEntry) -> Document | DocumentError:
            process = processes.get()
            try:
                return _document(entry, *process.extract(entry))
            except DocumentError as error:
                return error
            finally:
                processes.put(process)

        def begun(entry: FileEntry) -> FileEntry | Future[Document | DocumentError]:
            if format_of(entry.name).is_text or entry.size > limits.file_mb * _MEGABYTE:
                return entry
            return pool.submit(isolated, entry)

        to_begin = iter(entries)
        waiting = deque(map(begun, islice(to_begin, _AHEAD)))
        while waiting:
            first = waiting.popleft()
            waiting.extend(map(begun, islice(to_begin, 1)))
            yield first.result() if isinstance(first, Future) else _read(first, limits)


def check_size(entry: FileEntry, size: int, limits: DocumentsConfig) -> None:
    """Refuse a file that is larger than one may be.

    Args:
        entry: The file.
        size: In bytes, as far as it is known by now.
        limits: What one file may take.

    Raises:
        DocumentError: When it is.
    """
    if size > limits.file_mb * _MEGABYTE:
        raise DocumentError(
            f"{entry.name}: larger than {limits.file_mb} MB",
            hint=f"QA_BOT_DOCUMENTS_FILE_MB={2 * limits.file_mb} qa-bot index",
        )


def sha256_of(entry: FileEntry) -> str:
    """Hash a file's bytes; empty when it cannot be read, which is told where it is loaded."""
    with suppress(OSError), entry.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def read_text(entry: FileEntry, limits: DocumentsConfig = _LIMITS) -> str:
    """Read a file that is text, whatever its ending.

    Raises:
        DocumentError: When it cannot be read within the limits, or is no text.
    """
    return decode(_bytes_of(entry, limits), entry.name)


def _read(entry: FileEntry, limits: DocumentsConfig) -> Document | DocumentError:
    """Read a text, or say why it cannot be."""
    try:
        data = _bytes_of(entry, limits)
        return _document(entry, extract(data, entry.name), hashlib.sha256(data).hexdigest())
    except DocumentError as error:
        return error


def _bytes_of(entry: FileEntry, limits: DocumentsConfig) -> bytes:
    most = limits.file_mb * _MEGABYTE
    try:
        with entry.open() as file:
            # No more than is there: a limit may be larger than the memory.
            size = max(entry.size, os.fstat(file.fileno()).st_size)
            data = file.read(size) if size <= most else b""
    except OSError as error:
        raise DocumentError(
            f"{entry.name}: cannot be read: {error.strerror}",
            hint=f"ls -l {pasted(entry.path)}",
        ) from error
    check_size(entry, size, limits)
    return data


def _document(entry: FileEntry, found: Extracted, sha256: str) -> Document:
    title = shortened(found.title)
    return Document(entry.name, found.text, sha256, title, found.sections, found.pages)
