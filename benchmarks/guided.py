"""Fuzz a reader of documents, led by which code a file reaches.

    pip install atheris
    python -m benchmarks.guided SUFFIX -max_total_time=600 -rss_limit_mb=600 -timeout=10

Comes in: the real files of the tests; the options are those of libFuzzer. Goes out: its report; it
stops at once, and keeps the file, when a reader crashes, takes more memory or time than that, or
quotes what is out of place. What a format's own process would turn into a reason is none of that.
"""

import sys
from contextlib import suppress
from pathlib import Path

import atheris

from benchmarks.fuzz import check, real_files

SUFFIX = sys.argv.pop(1)
CORPUS = Path("build/fuzz") / f"corpus{SUFFIX}"
CORPUS.mkdir(parents=True, exist_ok=True)
for _number, _data in enumerate(real_files(SUFFIX)):
    (CORPUS / f"real-{_number}").write_bytes(_data)

for _name in [name for name in sys.modules if name.startswith("qa_bot")]:
    del sys.modules[_name]  # they are imported again, to be led by
with atheris.instrument_imports(include=["qa_bot", "docutils"]):
    from qa_bot.documents.formats import extract, format_of
    from qa_bot.errors import DocumentError

    for _data in real_files(SUFFIX):
        with suppress(DocumentError):  # readers are imported when they are first used
            extract(_data, f"real{SUFFIX}")


def read(data: bytes) -> None:
    """Read one file."""
    try:
        check(extract(data, f"fuzzed{SUFFIX}"))
    except DocumentError:
        pass
    except Exception:
        if format_of(f"fuzzed{SUFFIX}").is_text:
            raise


if __name__ == "__main__":
    atheris.Setup([*sys.argv, str(CORPUS)], read)
    atheris.Fuzz()
