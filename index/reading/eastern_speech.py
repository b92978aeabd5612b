"""Who speaks in a Japanese or Korean sentence: 「…」とXは話した, X는 "…"라고 말했다.

It relies on particles, titles and verbs of speech; in doubt it names nobody.
"""

from __future__ import annotations

import re

KANA = re.compile(r"[\u3041-\u30fa]")
HANGUL = re.compile(r"[\uac00-\ud7af]")
_JAPANESE_SAYS = re.compile(
    r"(?:話|語|述べ|言|訴え|答え|明か|説明|強調|指摘|振り返|コメント|表明|主張)(?:した|った|た|る|う|している|ている|します|ました)(?=[。、」）\s¤]|$)"
)
_JAPANESE_WHO = re.compile(r"(?:^|[、。」\s]|¤(?:と|って)?)(?P<who>[^、。¤「」\s]{2,24}?)(?:は|が)")
_HONORIFIC = (
    r"(?:さん|氏|様|君|ちゃん|先生|"
    r"町長|市長|村長|知事|首相|大臣|大統領|社長|"
    r"会長|議員|教授|博士|監督|選手|代表|部長|課長|所長|院長)"
)
_KOREAN_SAYS = re.compile(
    r"(?:말|설명|강조|주장|지적|전|답|발표|언급|비판|촉구)(?:했다|한다|했습니다|하며|하면서)|밝혔다|덧붙였다|물었다|답했다"
)
_KOREAN_WHO = re.compile(r"(?:^|[,.¤]\s*|라고 |고 )(?P<who>[^,.¤\s]+?(?: [^,.¤\s]+?){0,3}?)(?:은|는|이|가)(?=\s)")
_KOREAN_TITLE = re.compile(
    r"^(?:씨|시장|대표|장관|대통령|의원|교수|회장|원장|총리|위원장|대변인|기자|사장|감독|소장|박사|군수|지사|차관)$"
)


def eastern_speaker(sentence: str) -> tuple[str | None, int] | None:
    """The speaker of a sentence with quotations blanked out, and where the name begins; None if it is not speech."""
    if KANA.search(sentence):
        return _japanese(sentence)
    return _korean(sentence) if HANGUL.search(sentence) else None


def _japanese(sentence: str) -> tuple[str | None, int] | None:
    if not _JAPANESE_SAYS.search(sentence):
        return None
    named: dict[str, int] = {}
    for match in _JAPANESE_WHO.finditer(sentence):
        # 町長の瀬川和枝さん: the words before の describe the person.
        found = re.search(rf"(?P<name>[\u3400-\u9fff\u30a1-\u30fa・ー]{{1,12}}?){_HONORIFIC}$", match["who"])
        if found:
            named.setdefault(found["name"], match.start("who") + found.start("name"))
    return next(iter(named.items())) if len(named) == 1 else (None, 0)


def _korean(sentence: str) -> tuple[str | None, int] | None:
    if not _KOREAN_SAYS.search(sentence):
        return None
    match = _KOREAN_WHO.search(sentence)
    words = match["who"].split() if match else []
    while len(words) > 1 and _KOREAN_TITLE.match(words[-1]):
        words.pop()
    titled = match is not None and len(match["who"].split()) > 1
    # A name alone has three syllables; any other word may be a noun.
    if not match or not words or not titled and not re.fullmatch(r"[\uac00-\ud7af]{3}", words[-1]):
        return None, 0
    return words[-1], match.start("who") + match["who"].index(words[-1])
