"""txtai ranks documents: hybrid search with our encoder, its vectors searched exactly as ours are.

Its default above 5,000 rows is an approximate index, which would cost it accuracy. Runs in the
peer's environment: `rank_txtai.py FOLDER DEPTH MODEL`; see `running.py`.
"""

import json
import sys
from pathlib import Path

from txtai import Embeddings


def main(folder: Path, depth: int, model: str) -> None:
    """Index, unless that was kept, search, write the ranking."""
    documents = [json.loads(line) for line in (folder / "documents.jsonl").open(encoding="utf-8")]
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    embeddings = Embeddings(
        path=model, method="sentence-transformers", hybrid=True, faiss={"components": "IDMap,Flat"}
    )
    cache = str(folder / "cache")
    if embeddings.exists(cache):
        embeddings.load(cache)
    else:
        embeddings.index((row["id"], row["text"]) for row in documents)
        embeddings.save(cache)
    found = embeddings.batchsearch([question["text"] for question in questions], depth)
    with (folder / "ranking.jsonl").open("w", encoding="utf-8") as file:
        for question, hits in zip(questions, found, strict=True):
            names = [name for name, _ in hits]
            file.write(json.dumps({"id": question["id"], "documents": names}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
