"""What an answer is worth, as pure functions: places, words and numbers in, figures out.

`locations` compares what was found and cited with the gold spans, `wording` what was highlighted
with the accepted answers, as `qa_bot.quantities` does for numbers; `confidence` asks whether the
stated confidence can be relied upon, `statistics` how far a figure can be trusted. A case that a
metric says nothing about gives None (or NaN among many), never 0.
"""
