"""What a text states in figures: amounts, limits, periods, numbers of things.

`units` and `quantities` read amounts with their units, `bounds` the limits set on them, `rules`
which of several holds for what is asked, `periods` months and days between two, `ends` whether a
date is that of a beginning or an end, `labels` things that are told apart by number, such as
"phase 3", and `versions` those before or behind one.
"""
