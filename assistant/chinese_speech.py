"""Who speaks in a Chinese sentence: X表示、据X报道, and 他 for the speaker before.

It knows Chinese verbs of speech, titles and the words between a name and its verb; English stands elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.antecedents import Earlier, Found, Passage

_VERBS = (
    r"(?<![假小学传据来是不没未一听再])说(?![明法服理辞到])道?|表示|指出|强调|(?<![名简俗统尊通宣声职堪自被也又人号著])称(?![为号赞作呼职之霸道职])|"
    r"(?<!被)认为|重申|呼吁|警告|承诺|宣布|声称|宣称|坦言|透露|补充(?:说|道)|回应(?:说|称|道)|解释(?:说|称|道)|写道|告诉|直言|敦促|"
    r"批评|谴责|主张|问道|答道|言う|述べた|語った|話した"
)
_ACT = re.compile(
    rf"(?P<who>[^，。；！？、：“”「」\n¤]{{1,40}}?)(?P<verb>{_VERBS})(?:过|了|，|：|:|¤|,|。|$|(?=.))"
)
_ACCORDING = re.compile(
    r"(?:据|根据|按照)(?P<who>[^，。；：¤]{2,20}?)(?:报道|消息|所说|介绍|透露|的说法|称|说)"
)
_TITLE = (
    r"总书记|副?主席|副?总统|副?总理|首相|副?部长|外长|大臣|发言人|书记|大使|议员|教授|博士|市长|省长|州长|校长|院长|会长|主任|秘书长|司令|将军|"
    r"副?总裁|董事长|首席执行官|经理|分析师|专家|学者|研究员|记者|作家|女士|先生|领导人|律师|局长|处长|创始人|负责人|法官|教练|球员|演员|导演|居民"
)
_AFTER_NAME = re.compile(
    r"(?<=..)(?:在|于(?!\w$)|对|就|向|还|也|则|又|再次|多次|当天|当日|当晚|周[一二三四五六日]|星期|\d|曾|昨|今|明确|随后|日前|近日|接受|同|与|通过|此前|"
    r"进一步|公开|随即|同时|后来|最后|首先|一再|反复|已经?|特别|都|会|强烈|严厉|上周|本周|去年).*$"
)
_LEADING = re.compile(
    r"^(?:但是?|而|然而|不过|此外|另外|同时|随后|当天|当日|对此|为此|会后|会上|其中|周[一二三四五六日]|星期[一二三四五六日]|昨天|今天|近日|日前|"
    r"\d+[年月日]+|[上本]周[一二三四五六日]?|有(?=[^，]*人)|来自)+"
)
_NOBODY = re.compile(
    r"^(?:这|那|此|它|其|可以|不能|人们|我们?|你们?|如果|因为|所以|虽然|有人|大家|也就是|换句话|总的来|一般|可|被|据|所)|(?:不|没有?|未|拒绝|不愿|无法|"
    r"并未)$|^.{0,2}的$"
)


def chinese_speaker(passage: Passage, start: int, end: int, said: list[Earlier]) -> Found | None:
    """The speaker whom a sentence names and where, (None, None) for one that cannot be told, None for no speech."""
    sentence = passage.bare[start:end]
    if match := _ACCORDING.search(sentence):
        return _named(passage, match["who"], start + match.start("who"), said)
    for match in _ACT.finditer(sentence):
        who, lead = _trimmed(match["who"])
        if who and not _NOBODY.search(who):
            return _named(passage, who, start + match.start("who") + lead, said)
    return None


def _trimmed(subject: str) -> tuple[str, int]:
    """The subject without words of time before it and without what stands between it and its verb."""
    leading = _LEADING.match(subject)
    lead = leading.end() if leading else 0
    lead += len(subject[lead:]) - len(subject[lead:].lstrip())
    if re.search(r"(?:不|没有?|未|拒绝|不愿|无法)$", subject):
        return "", lead
    pronoun = re.match(r"[他她]们?", subject[lead:])
    return (pronoun.group() if pronoun else _AFTER_NAME.sub("", subject[lead:].rstrip())), lead


def _named(passage: Passage, who: str, at: int, said: list[Earlier]) -> Found:
    before = [*passage.earlier, *said]
    if re.fullmatch(r"[他她]们?", who):
        return _of_pronoun(before, plural=who.endswith("们"))
    titled = re.match(rf"(?:.*?(?:{_TITLE}))+(?P<name>[^的和]{{2,12}})$", who)
    if titled:
        name = titled["name"]
        return name, (0, at + titled.start("name"), at + titled.end("name"))
    suffixed = re.fullmatch(rf"(?P<name>[^的]{{2,5}}?)(?:{_TITLE})", who)
    role = re.fullmatch(rf"(?:该|这位|这名)?({_TITLE})", who)
    if role:
        return _of_title(role[1], before) or (who, (0, at, at + len(who)))
    name = suffixed["name"] if suffixed and any(suffixed["name"] == one.speaker for one in before) else who
    return name, (0, at, at + len(name))


def _of_title(title: str, before: list[Earlier]) -> Found | None:
    """The one name that stands after the title in the nearest sentence that has it."""
    for earlier in reversed(before):
        named = list(re.finditer(rf"{title}([^\W\d的和在对就向还也与说表，。]{{2,4}})", earlier.bare))
        if named and len({match[1] for match in named}) == 1:
            at = earlier.start + named[0].start(1)
            return named[0][1], (earlier.back, at, at + len(named[0][1]))
    return None


def _of_pronoun(before: list[Earlier], *, plural: bool) -> Found:
    """The speaker of the nearest sentence that has one, unless another person's title and name stand in between."""
    for earlier in reversed(before):
        others = set(re.findall(rf"(?:{_TITLE})([^\W\d的和在对就向还也与说表，。]{{2,4}})", earlier.bare))
        if earlier.voice != "outlet":
            return (earlier.speaker, earlier.place)
        if others and not plural:
            name = others.pop()
            if others:
                return None, None
            at = earlier.start + earlier.bare.find(name)
            return name, (earlier.back, at, at + len(name))
    return None, None
