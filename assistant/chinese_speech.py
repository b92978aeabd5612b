"""Who speaks in a Chinese sentence: X表示、据X报道, and 他 for the speaker before.

It knows Chinese verbs of speech, titles and the words between a name and its verb; English stands elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.antecedents import Earlier, Found, Passage

_VERBS = (
    r"(?<![假小学传据来是不没未一听再会])说(?![明法服理辞到汉英德日俄话谎])道?|(?<![可来以一能])表示|指出|强调|"
    r"(?<![名简俗统尊通宣声职堪自被也又人号著对相匀])称(?![为号赞作呼职之霸道])|(?<![被公遍])认为|重申|呼吁|警告|承诺|宣布|声称|"
    r"宣称|坦言|透露|补充(?:说|道)|回应(?:说|称|道)|解释(?:说|称|道)|写道|告诉|直言|敦促|批评|谴责|主张|问道|答道|"
    r"言う|述べた|語った|話した"
)
_ACT = re.compile(rf"(?P<who>[^，。；！？、：“”「」\n¤]{{0,40}}?)(?P<verb>{_VERBS})")
_ACCORDING = re.compile(r"(?:据|根据|按照)(?P<who>[^，。；：¤]{2,20}?)(?:报道|消息|所说|介绍|透露|的说法|称|说)")
_TITLE = (
    r"总书记|副?主席|副?总统|副?总理|首相|副?部长|外长|大臣|发言人|书记|大使|议员|教授|博士|市长|省长|州长|校长|院长|会长|主任|"
    r"秘书长|司令|将军|副?总裁|董事长|首席执行官|经理|分析师|专家|学者|\w学家|研究员|记者|作家|女士|先生|领导人|律师|局长|处长|"
    r"创始人|负责人|法官|教练|球员|演员|导演|居民"
)
_NAME_AFTER = r"([^\W\d的和在对就向还也与说表，。]{2,4})"
# What stands between a name and its verb: "在会上", "对记者", "多次", "明确地".
_BEFORE_VERB = re.compile(
    r"(?<=..)(?:\s*(?:在|对|就|向|与|通过|接受|再次|多次|当天|当日|当晚|周[一二三四五六日]|星期|\d|昨|今|明确|随后|日前|近日|此前|进一步|"
    r"公开|随即|同时|后来|最后|首先|一再|反复|特别|强烈|严厉|上周|本周|去年|撰文|发文|致函).*|"
    r"(?:还|也|则|又|曾|都|(?<![协公员学议商工大社教委党])会|将|已经?|报告|声明|的话|的观点|的结论|\w{2}地)+)$"
)
_LEADING = re.compile(
    r"^(?:但是?|而(?!且)|然而|不过|此外|另外|随后|当天|当日|对此|为此|会后|会上|其中|周[一二三四五六日]|星期[一二三四五六日]|昨天|今天|近日|"
    r"日前|\d+[年月日]+|[上本]周[一二三四五六日]?|来自|\s)+"
)
_NOBODY = re.compile(
    r"^(?:这|那(?!\w{2})|此|它|其|可以|不能|人们|我们?|你们?|如果|因为|所以|虽然|有人|大家|也就是|换句|总的来|一般|可|被|据|所|与|更|正如|"
    r"即|任|仍|目前|证实|并)|(?:不|没有?|未|拒绝|不愿|无法|并未)$|(?:书|文|信|报告|演讲|讲话|声明|文件)[中里上]$|(?:假说|猜想|理论|定理|原则|观点|说法|结论|的)$"
)
_OMITTED = re.compile(r"^(?:并且?|而且|同时|因此|还|也|又|再次|明确|一|\s)*$")


def chinese_speaker(passage: Passage, start: int, end: int, said: list[Earlier]) -> Found | None:
    """The speaker whom a sentence names and where; (None, None) for one unknown, None for no speech."""
    sentence = passage.bare[start:end]
    if match := _ACCORDING.search(sentence):
        return _named(passage, match["who"], start + match.start("who"), said)
    for match in _ACT.finditer(sentence):
        who, lead = _trimmed(match["who"])
        if (_OMITTED.match(who) or who.startswith("并")) and match.start("who") > 0:
            return _opening(passage, sentence, start, said)
        if 0 < len(who) <= 20 and not _OMITTED.match(who) and not _NOBODY.search(who):
            return _named(passage, who, start + match.start("who") + lead, said)
    return None


def _opening(passage: Passage, sentence: str, start: int, said: list[Earlier]) -> Found:
    """The speaker of "X会见了Y，并表示": a titled name or an earlier speaker's name in the first clause."""
    clause = re.split(r"[，。；：¤]", sentence, maxsplit=1)[0]
    titled = list(re.finditer(rf"(?:{_TITLE}){_NAME_AFTER}", clause))
    names = {match[1]: match.start(1) for match in titled}
    for earlier in (*passage.earlier, *said):
        if earlier.speaker and earlier.speaker in clause:
            names.setdefault(earlier.speaker, clause.index(earlier.speaker))
    if len(names) != 1:
        return None, None
    name, at = names.popitem()
    return name, (0, start + at, start + at + len(name))


def _trimmed(subject: str) -> tuple[str, int]:
    """The subject without words of time before it and without what stands between it and its verb."""
    leading = _LEADING.match(subject)
    lead = leading.end() if leading else 0
    lead += len(subject[lead:]) - len(subject[lead:].lstrip())
    if re.search(r"(?:不|没有?|未|拒绝|不愿|无法)$", subject):
        return "", lead
    pronoun = re.match(r"[他她]们?(?!的)", subject[lead:])
    return (pronoun.group() if pronoun else _BEFORE_VERB.sub("", subject[lead:].rstrip())), lead


def _named(passage: Passage, who: str, at: int, said: list[Earlier]) -> Found:
    before = [*passage.earlier, *said]
    if re.fullmatch(r"[他她]们?", who):
        return _of_pronoun(before, plural=who.endswith("们"))
    titled = re.match(rf"(?:.*?(?:{_TITLE}))+\s*(?P<name>[^的和]{{2,12}})$", who)
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
        named = list(re.finditer(rf"{title}{_NAME_AFTER}", earlier.bare))
        if named and len({match[1] for match in named}) == 1:
            at = earlier.start + named[0].start(1)
            return named[0][1], (earlier.back, at, at + len(named[0][1]))
    return None


def _of_pronoun(before: list[Earlier], *, plural: bool) -> Found:
    """The speaker of the nearest sentence that has one, unless another titled person stands in between."""
    for earlier in reversed(before):
        others = set(re.findall(rf"(?:{_TITLE}){_NAME_AFTER}", earlier.bare))
        if earlier.voice != "outlet":
            return (earlier.speaker, earlier.place)
        if others and not plural:
            name = others.pop()
            if others:
                return None, None
            at = earlier.start + earlier.bare.find(name)
            return name, (earlier.back, at, at + len(name))
    return None, None
