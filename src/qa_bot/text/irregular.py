"""Forms of words that no ending tells: `bought` is of "buy", `children` are of "child".

Comes in: a word in small letters. Goes out: what it is a form of, or the word itself. A form that
is a word of its own as well is left as it is: `left`, `found`, `rose`, `felt`, `saw`, `bit`.
"""

_FORMS = """
    become became
    begin began begun
    break broke broken
    bring brought
    build built
    buy bought
    catch caught
    choose chose chosen
    come came
    draw drew drawn
    drink drank drunk
    drive drove driven
    eat ate eaten
    fall fell fallen
    fight fought
    fly flew flown
    forbid forbade forbidden
    forget forgot forgotten
    freeze froze frozen
    get got gotten
    give gave given
    go went gone
    grow grew grown
    hang hung
    hear heard
    hide hid hidden
    hold held
    keep kept
    know knew known
    lend lent
    lose lost
    make made
    mean meant
    pay paid
    prove proven
    ride rode ridden
    ring rang rung
    rise risen
    run ran
    see seen
    sell sold
    send sent
    shake shook shaken
    shrink shrank shrunk
    sing sang sung
    sink sank sunk
    sit sat
    sleep slept
    speak spoken
    spend spent
    stand stood
    steal stole stolen
    stick stuck
    strike struck
    swear swore sworn
    sweep swept
    swim swam swum
    take took taken
    teach taught
    tear torn
    think thought
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
"""

_WORDS = {
    form: word for word, *forms in map(str.split, _FORMS.strip().splitlines()) for form in forms
}


def regular(word: str) -> str:
    """Give the word that an irregular form is of."""
    return _WORDS.get(word, word)
