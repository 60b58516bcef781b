"""Forms of words that no ending tells: `bought` is of "buy", `children` are of "child".

Comes in: a word in small letters. Goes out: what it is a form of, or the word itself. A form that
is a word of its own as well is left as it is, such as `left`, `found` and `rose`. So are those of
verbs that say little: nothing that was `given` or `taken` has to do with another.
"""

_FORMS = """
    begin began begun
    break broke broken
    build built
    buy bought
    catch caught
    choose chose chosen
    draw drew drawn
    drink drank drunk
    drive drove driven
    eat ate eaten
    fight fought
    fly flew flown
    forbid forbade forbidden
    forget forgot forgotten
    freeze froze frozen
    grow grew grown
    hear heard
    hide hid hidden
    lend lent
    lose lost
    pay paid
    ride rode ridden
    ring rang rung
    sell sold
    send sent
    shake shook shaken
    shrink shrank shrunk
    sing sang sung
    sink sank sunk
    sleep slept
    spend spent
    steal stole stolen
    strike struck
    swear swore sworn
    sweep swept
    swim swam swum
    teach taught
    tear torn
    throw threw thrown
    understand understood
    wake woke woken
    wear wore worn
    win won
    withdraw withdrew withdrawn
    write wrote written
    child children
    foot feet
    half halves
    knife knives
    loaf loaves
    man men
    mouse mice
    person people
    shelf shelves
    thief thieves
    tooth teeth
    wife wives
    woman women
    quorum quorate
"""

_WORDS = {
    form: word for word, *forms in map(str.split, _FORMS.strip().splitlines()) for form in forms
}


def regular(word: str) -> str:
    """Give the word that an irregular form is of."""
    return _WORDS.get(word, word)
