"""Puts a Chinese question into English words, for libraries without Chinese articles.

It looks up the longest words in a dictionary; its only grammar is question words, function words and _FRAMES.
"""

from __future__ import annotations

import re

from assistant.question.translated.dictionary import english_of
from index.language.quotations import is_cjk

LONGEST = 300  # characters of such a question
CHARACTERS = 6  # most characters of a word that is looked up
# Question words and their English, each before any shorter one that it contains.
_ASKING = (
    ("多少钱", "how much"),
    ("多长时间", "how long"),
    ("什么时候", "when"),
    ("為什麼", "why"),
    ("为什么", "why"),
    ("甚麼時候", "when"),
    ("什麼時候", "when"),
    ("什么地方", "where"),
    ("什麼地方", "where"),
    ("多久", "how long"),
    ("多少", "how many"),
    ("几时", "when"),
    ("何时", "when"),
    ("何時", "when"),
    ("何处", "where"),
    ("哪里", "where"),
    ("哪裡", "where"),
    ("哪儿", "where"),
    ("为何", "why"),
    ("為何", "why"),
    ("怎么", "how"),
    ("怎麼", "how"),
    ("如何", "how"),
    ("什么", "what"),
    ("什麼", "what"),
    ("谁", "who"),
    ("誰", "who"),
    ("几", "how many"),
    ("幾", "how many"),
    ("哪", "which"),
)
_ASKS = re.compile("|".join(theirs for theirs, _ in _ASKING))
_ENGLISH = dict(_ASKING)
# Grammatical words: particles, pronouns, prepositions, auxiliaries, conjunctions and measure words.
_LITTLE = frozenset(
    "的 了 着 過 过 吗 嗎 呢 吧 啊 地 得 之 是 在 有 没有 沒有 被 把 让 讓 将 將 给 給 对 對 对于 對於 "
    "于 於 从 從 向 到 由 为 為 以 用 跟 和 与 與 及 或 而 但 但是 因为 因為 所以 如果 会 會 能 可以 要 想 "
    "应该 應該 已经 已經 还 還 也 都 就 才 又 再 很 最 更 这 這 那 这个 這個 那个 那個 这些 這些 那些 "
    "我 我们 我們 你 你们 您 他 他们 他們 她 她们 它 它们 自己 里 裡 上 下 中 内 外 后 後 前 时 時 "
    "请问 請問 请 請 关于 關於 根据 根據 共 一共 总共 其中 一下 当 當".split()
)
_WHAT = "(?:什么|什麼|啥)"
_SAYS = f"(?:都|还|還)?(?:说|說|表示|讲|講|提到)(?:了|过|過)?(?:些)?{_WHAT}(?:话|話)?"
_TEXT = "(?:文章|报道|報道|報導|新闻|新聞)"
_IS_ON = f"(?:主要)?(?:讲|講|说|說|写|寫)(?:了|的)?(?:是)?{_WHAT}"
_ON = "(?:关于|就|对于|对|關於|對於|對)"
# Questions recognised by their grammar: what a text is about, what somebody says.
_FRAMES = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (rf"(?:这|那|這|本)一?[篇条條则則]?{_TEXT}{_IS_ON}", "Summarise this article"),
        (rf"{_ON}?(?P<x>.+?)的?(?:[这那這]篇)?{_TEXT}{_IS_ON}", "Summarise the article about {x}"),
        (rf"(?:总结|總結|概括|概述)(?:一下)?{_ON}?(?P<x>.+?)的?{_TEXT}?", "Summarise the article about {x}"),
        (rf"(?P<x>.+?){_ON}(?P<about>.+?){_SAYS}", "What did {x} say about {about}?"),
        (rf"(?P<x>.+?){_SAYS}", "What did {x} say?"),
        (r"(?P<x>.+?)是?(?:怎么|怎麼)(?:说|說)的?", "What did {x} say?"),
    )
)


def english_question(text: str) -> str | None:
    """The question in English words as far as known; None if it is not in Chinese, or no word of it is known."""
    flat = "".join(text.split()).strip(" ?？。!！") if len(text) <= LONGEST and is_cjk(text) else ""
    if not re.search(r"[\u3400-\u9fff]", flat) or re.search(r"[\u3040-\u30ff]", flat):  # Japanese
        return None
    for pattern, frame in _FRAMES:
        if found := pattern.fullmatch(flat):
            filled = {name: _words(part) for name, part in found.groupdict().items()}
            if all(filled.values()):
                return frame.format(**filled)
    asked = _ASKS.search(flat)
    words = _words(flat[: asked.start()] + " " + flat[asked.end() :] if asked else flat)
    asking = _ENGLISH[asked[0]].capitalize() if asked else ""
    return f"{asking} {words}?".strip() if words else None


def _words(text: str) -> str:
    """The English for each word that is known; names and numbers in Latin letters as they stand."""
    known = list[str]()
    for found in re.finditer(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+(?:[-'’.,%][^\W_\u3400-\u9fff]+)*%?", text):
        part, at = found[0], 0
        if not is_cjk(part):
            known.append(part)
            continue
        while at < len(part):
            size = next(
                (
                    size
                    for size in range(min(CHARACTERS, len(part) - at), 0, -1)
                    if part[at : at + size] in _LITTLE or english_of(part[at : at + size], "zh")
                ),
                1,
            )
            word = part[at : at + size]
            if word not in _LITTLE and (english := english_of(word, "zh")):
                known.append(english)
            at += size
    return " ".join(known)
