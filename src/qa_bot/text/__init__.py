"""Text and the places in it: all arithmetic on offsets is done here.

`spans` knows lines and pages, `sentences` where a sentence ends (`languages`: by whose rules),
`terms` the words (`capitals`: which of their capitals tell something), `calendar` the months and
days of the week, `headings` what a heading names, `cells` where those of a row stand, `quotes`
where a quote does. `marks`, `emphasis`, `paragraphs` and `typography` tell what in Markdown is a
mark; `markup` takes the marks off and keeps the way back, `running` says how sentences read one
after another. `display` makes text safe for a terminal.
"""
