"""bm25s ranks documents, with the stemmer and the settings that its own documentation shows.

Runs in the peer's environment: `rank_bm25s.py FOLDER DEPTH MODEL`; see `running.py`.
"""

import json
import sys
from pathlib import Path

import bm25s
import Stemmer


def main(folder: Path, depth: int) -> None:
    """Index, search, write the ranking."""
    documents = [json.loads(line) for line in (folder / "documents.jsonl").open(encoding="utf-8")]
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    index.index(_tokens(documents, stemmer), show_progress=False)
    most = min(depth, len(documents))
    found, _ = index.retrieve(_tokens(questions, stemmer), k=most, show_progress=False)
    with (folder / "ranking.jsonl").open("w", encoding="utf-8") as file:
        for question, rows in zip(questions, found, strict=True):
            names = [documents[row]["id"] for row in rows]
            file.write(json.dumps({"id": question["id"], "documents": names}) + "\n")


def _tokens(rows: list[dict[str, str]], stemmer: Stemmer.Stemmer) -> object:
    texts = [row["text"] for row in rows]
    return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
