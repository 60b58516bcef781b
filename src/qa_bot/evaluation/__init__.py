"""Measures how well questions are answered, with a person's own questions: `qa-bot eval`.

`case_files` reads `cases`, questions with their accepted answers and `gold` spans, from JSON Lines
or `spreadsheets`; `drafts` writes such from the documents, `runner` asks them, `judging` compares
one answer with its case by the pure `metrics`, `summary` adds up, `runs` keeps a run in a file,
`compare` sets two side by side; `tables`, `junit` and `report` show. No language model judges: the
same cases and index give the same figures.
"""
