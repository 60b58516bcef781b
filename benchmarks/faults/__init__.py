"""Faults, on purpose and by the hundred: does an index lose work, or ever answer wrongly?

`python -m benchmarks.faults` runs them; `stations` makes the documents and looks at an index.
"""
