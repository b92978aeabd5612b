"""The commonest questions in German, French and Spanish by their grammar: who said, wrote or mentions what."""

from __future__ import annotations

import re

LONGEST = 300  # characters of such a question
# In the patterns X is a person, a text or a thing, and ABOUT a topic.
_GERMAN = {
    "What did {x} say{about}?": (
        r"was (?:hat|haben) X(?: (?:über|zu|zum|zur) ABOUT)? (?:gesagt|gemeint|erklärt|geäußert)",
        r"was (?:sagt|sagte|sagen|sagten|meint|meinte|denkt) X(?: (?:über|zu|zum|zur) ABOUT)?",
    ),
    "Who wrote {x}?": (r"wer hat X (?:geschrieben|verfasst)", r"wer schrieb X", r"von wem (?:ist|stammt) X"),
    "When was {x} published?": (
        r"wann (?:wurde|ist) X (?:veröffentlicht|erschienen|publiziert)(?: worden)?",
        r"wann erschien X",
    ),
    "Where was {x} published?": (
        r"wo (?:wurde|ist) X (?:veröffentlicht|erschienen|publiziert)(?: worden)?",
        r"wo erschien X",
    ),
    "Summarise {x}": (
        r"(?:bitte )?fass(?:e|en sie)? X(?: bitte)? zusammen",
        r"worum geht es (?:in|bei) X",
        r"wovon handelt X",
    ),
    "Which articles mention {x}?": (
        r"welche artikel (?:erwähnen|nennen) X",
        r"in welchen artikeln (?:kommt|kommen|wird|werden) X (?:vor|erwähnt|genannt)",
    ),
    "How many articles mention {x}?": (
        r"wie viele artikel (?:erwähnen|nennen) X",
        r"in wie vielen artikeln (?:kommt|kommen|wird|werden) X (?:vor|erwähnt|genannt)",
    ),
    "How many articles are from {x}?": (
        r"wie viele artikel (?:gibt es |haben wir |sind |stammen )?(?:von|vom|aus(?: dem| der)?|im) X",
    ),
    "Which articles are from {x}?": (
        r"(?:welche |alle |zeige? (?:mir )?)*artikel (?:gibt es |sind |stammen )?(?:von|vom|aus(?: dem| der)?|im) X",
    ),
    "Which articles are by {x}?": (r"welche artikel (?:hat|haben) X (?:geschrieben|verfasst)",),
    "What is the link to {x}?": (r"(?:gib mir |hast du |ich brauche )?(?:den |einen )?link (?:zu[rm]?|für) X",),
    "Was {x} corrected?": (r"(?:wurde|ist) X (?:korrigiert|berichtigt)(?: worden)?",),
    "Who is {x}?": (r"wer (?:ist|war) (?P<x>(?!(?:der|die|das)\b).+)",),
}
_FRENCH = {
    "What did {x} say{about}?": (
        r"(?:qu['’](?:a|ont) (?:dit|déclaré)|que di(?:t|sent)|que pense) X"
        r"(?: (?:sur|(?:à propos|au sujet)(?: de|(?= d['’])|(?= du))) ABOUT)?",
        r"qu['’]est[ -]ce que X (?:a dit|dit|pense|a déclaré)(?: (?:sur|à propos de|au sujet de|de) ABOUT)?",
    ),
    "Who wrote {x}?": (r"qui a (?:écrit|rédigé) X", r"qui est l['’]auteure? (?:de|du) X"),
    "When was {x} published?": (
        r"quand X a[ -]t[ -](?:il|elle) été publiée?",
        r"quand (?:a été publiée?|est parue?) X",
    ),
    "Where was {x} published?": (r"où X a[ -]t[ -](?:il|elle) été publiée?", r"où (?:a été publiée?|est parue?) X"),
    "Summarise {x}": (r"(?:résume[rz]?|résumé de|fai(?:s|tes) un résumé de) X", r"de quoi (?:parle|traite) X"),
    "Which articles mention {x}?": (
        r"quels articles (?:mentionnent|citent|parlent de|évoquent) X",
        r"dans quels articles est(?:-il)? (?:mentionnée?|citée?) X",
    ),
    "How many articles mention {x}?": (r"combien d['’]articles (?:mentionnent|citent|parlent de|évoquent) X",),
    "How many articles are from {x}?": (r"combien d['’]articles (?:y a[ -]t[ -]il )?(?:de|du|d['’]|dans) ?X",),
    "Which articles are from {x}?": (r"(?:tous les |les |quels )?articles (?:de|du|d['’]|dans) ?X",),
    "Which articles are by {x}?": (r"quels articles (?:a|ont) écrits? X",),
    "What is the link to {x}?": (r"(?:donne[rz]?[ -]moi |je veux )?le lien (?:de|du|vers|pour) X",),
    "Was {x} corrected?": (r"(?:est-ce que )?X a(?:[ -]t[ -](?:il|elle))? été (?:corrigée?|rectifiée?)",),
    "Who is {x}?": (r"qui (?:est|était) (?P<x>(?!(?:le|la|les|l['’])).+)",),
}
_SPANISH = {
    "What did {x} say{about}?": (
        r"qu[ée] (?:dijo|dijeron|ha dicho|han dicho|dice|dicen|opina|piensa|declaró) X"
        r"(?: (?:sobre|acerca de|respecto a) ABOUT)?",
    ),
    "Who wrote {x}?": (r"qui[ée]n (?:escribió|ha escrito|redactó) X", r"qui[ée]n es el autor de X"),
    "When was {x} published?": (r"cu[áa]ndo (?:se publicó|fue publicad[oa]|salió|apareció) X",),
    "Where was {x} published?": (r"d[óo]nde (?:se publicó|fue publicad[oa]|salió|apareció) X",),
    "Summarise {x}": (
        r"res[úu]m(?:e|eme|a|ir|en de) (?P<x>(?:this|el|la|los|las|un|una)\b.+)",
        r"de qu[ée] (?:trata|va|habla) X",
    ),
    "Which articles mention {x}?": (
        r"qu[ée] artículos (?:mencionan|citan|hablan de)(?: a)? X",
        r"en qu[ée] artículos (?:aparecen?|se menciona a?) X",
    ),
    "How many articles mention {x}?": (
        r"cu[áa]ntos artículos (?:mencionan|citan|hablan de)(?: a)? X",
        r"en cu[áa]ntos artículos aparecen? X",
    ),
    "How many articles are from {x}?": (r"cu[áa]ntos artículos (?:hay )?(?:de|del|en) X",),
    "Which articles are from {x}?": (r"(?:todos los |los |qué )?artículos (?:de|del|en) X",),
    "Which articles are by {x}?": (r"qu[ée] artículos (?:ha escrito|escribió) X",),
    "What is the link to {x}?": (r"(?:dame |pásame |quiero )?el enlace (?:de|del|a|al) X",),
    "Was {x} corrected?": (r"(?:se corrigió|fue corregid[oa]|se ha corregido) X",),
    "Who is {x}?": (r"qui[ée]n (?:es|era|fue) (?P<x>(?!(?:el|la|los|las)\b).+)",),
}
_FRAMES = tuple(
    (language, re.compile(pattern.replace("X", r"(?P<x>.+?)").replace("ABOUT", r"(?P<about>.+?)"), re.I), english)
    for language, frames in (("de", _GERMAN), ("fr", _FRENCH), ("es", _SPANISH))
    for english, patterns in frames.items()
    for pattern in patterns
)


def framed(text: str) -> tuple[str, str, dict[str, str]] | None:
    """The language of such a question, its English form with slots, and what fills them; None for any other."""
    flat = " ".join(text.split()).strip(" ¿?!¡.") if len(text) <= LONGEST else ""
    for language, pattern, english in _FRAMES:
        if found := pattern.fullmatch(flat):
            return language, english, {name: words or "" for name, words in found.groupdict().items()}
    return None
