"""Who speaks in a Chinese sentence: X表示、据X报道, and 他 for the speaker before.

It holds Chinese verbs of speech, titles and the words between a name and its verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.language.chinese_names import NAME, NO_NAME, TITLE
from index.reading.people import CHINESE, People
from index.reading.voices import Place, Voice

Found = tuple[str | None, Place | None]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or clause with quotations blanked out, and its speaker; `opens` is the mark that it leaves open."""

    paragraph: int
    start: int
    end: int
    bare: str
    voice: Voice
    speaker: str | None = None
    place: Place | None = None
    opens: str | None = None

    def by(self, voice: Voice, speaker: str | None, place: Place | None) -> Said:
        return replace(self, voice=voice, speaker=speaker, place=place)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, as it is and with quotations blanked out, the article's people, and what came before."""

    number: int
    text: str
    bare: str
    people: People
    earlier: tuple[Said, ...]
    eastern: bool = False  # whether it is Japanese or Korean


_TRADITIONAL = dict(zip(
    "说强调称认为吁诺宣声坦补应释写诉责批评张问绍忆报导据讯话长员际众议总统书记级团监厅会议后对随务进则还经领导简当学传总戏号举",
    "說強調稱認為籲諾宣聲坦補應釋寫訴責批評張問紹憶報導據訊話長員際眾議總統書記級團監廳會議後對隨務進則還經領導簡當學傳總戲號舉",
    strict=True,
))  # fmt: skip


def either_script(pattern: str) -> str:
    """A pattern in simplified characters that finds traditional ones as well."""
    found, inside = "", False
    for at, character in enumerate(pattern):
        if character in "[]" and pattern[at - 1 : at] != "\\":
            inside = character == "["
        other = _TRADITIONAL.get(character, character)
        if other == character:
            found += character
        else:
            found += character + other if inside else f"[{character}{other}]"
    return found


_VERBS = either_script(
    r"(?<![假小学传据来是不没未一听再会之如其以难游])说(?![明法服理辞到汉英德日俄话谎清])道?|(?<![可来以一能于用])表示|告诫|提醒|指出|强调|"
    r"(?<![名简俗统尊通宣声职堪自被也又人号著对相匀特别合总全均戏])称(?![为号赞作呼职之霸道])(?=[^，。；：、¤]{5}|[，：¤“「])|(?<![被公遍])认为|重申|呼吁|警告|承诺|宣布|声称|"
    r"宣称|坦言|透露|补充(?:说|道)|回应(?:说|称|道)|解释(?:说|称|道)|写道|告诉|直言|敦促|批评|谴责|指责|指控|怀疑|坚称|主张|问道|答道|介绍(?=[，：]|说|称)|要求(?=[，：])|回忆(?=[，：]|说)"
)
_ACT = re.compile(rf"(?P<who>[^，。；！？、：“”「」\n¤]{{0,40}}?)(?P<verb>{_VERBS})")
_ACCORDING = re.compile(
    either_script(
        r"(?:据|根据|按照)(?P<who>[^，,。；：¤\d]{2,20}?)(?:初步|最新)?(?:报道|报导|消息|所说|介绍|透露|通报|通告|公告|披露|估计|估算|测算|公布(?=[，：的])|的说法|的?统计(?=[，显]|数据)|的?数据(?=[，显])|"
        r"(?<!名)称(?=[，：])|说(?=[，：]))"
    )
)
# "据今人统计", "有学者认为": an unnamed source.
_SOMEBODY = re.compile(
    either_script(r"^(?:也?有|一些|不少|许多|大量|部分|多数|某|今人|人们|自己|网友|研究|调查|最新|初步|不完全|该)")
)
_RELAYED = re.compile(r"(?:的?(?:报道|消息|电讯|通讯|新闻稿|公报|数据))$")
# What may come between a name and its verb: "在会上", "对记者", "多次", "明确地".
_BEFORE_VERB = re.compile(
    either_script(
        r"(?<=..)(?:\s*(?:在|于|於|对|就|向|与|通过|接受|再次|多次|当天|当日|当晚|周[一二三四五六日]|星期|\d|昨|今|明确|随后|日前|近日|此前|进一步|"
        r"公开|随即|同时|后来|最后|首先|一再|反复|特别|强烈|严厉|上周|本周|去年|撰文|发文|致函|举行|召开).*|"
        r"(?:还|也|则|又|曾|都|便|遂|旋即|最近|最终|仍|只|才|均|先|(?<![协公员学议商工大社教委党])会|将|已经?|报告|声明|的话|的观点|的结论|\w{2}地)+)$"
    )
)
_LEADING = re.compile(
    r"^(?:但是?|而(?!且)|然而|不过|此外|另外|随后|当天|当日|对此|为此|会后|会上|其中|周[一二三四五六日]|星期[一二三四五六日]|昨天|今天|近日|"
    r"日前|\d+[年月日]+|[上本]周[一二三四五六日]?|来自|根?据|根?據|\s)+"
)
_NOBODY = re.compile(
    r"^(?:这(?![位名个])|那(?!\w{2})|此|它|其|尽管|当|自|于|可以|不能|人们|我们?|你们?|如果|因为|所以|虽然|有人|大家|也就是|换句|总的来|一般|可|被|据|所|与|更|正如|"
    r"即|任|仍|目前|证实|并)|(?:不|没有?|未|拒绝|不愿|无法|并未)$|(?:书|文|信|报告|演讲|讲话|声明|文件)[中里上]$|(?:假说|猜想|理论|定理|原则|观点|说法|结论|的)$|(?:用于|来|是|有|而|为|年|月|日|[_\d])$|formula"
)
_NO_WHO = re.compile(
    either_script(
        r"[(){}<>（）「」\s]|^《[^》]*$|^(?:从|由|以|按|经(?!济|理)|每|都|如|故|再|同时|并|或|一直|一般|运用|通过|其|对此|遭|受|例如|正当|简单|准确|使得|考虑|是|后|且)|"
        r"(?:[上中里]|保护|难以|使用|可以|可)$|(?<!反)对|向|把|被|由于|根据|并且|尽管"
    )
)
_OMITTED = re.compile(r"^(?:并且?|而且|同时|因此|还|也|又|再次|明确|一|\s)*$")


def chinese_speaker(passage: Passage, start: int, end: int, said: list[Said]) -> Found | None:
    """The speaker that a sentence names, with the place; (None, None) if unknown, None if it is not speech."""
    sentence = passage.bare[start:end]
    relay = _ACCORDING.search(sentence)
    # "据新华社报道，王毅说" quotes 王毅: the agency only relays it.
    found = _of_verb(passage, sentence, start, relay.end() if relay else 0, said)
    if relay and found is None:
        return _named(passage, relay["who"], start + relay.start("who"), said)
    return found


def _of_verb(passage: Passage, sentence: str, start: int, after: int, said: list[Said]) -> Found | None:
    for match in _ACT.finditer(sentence, after):
        who, lead = _trimmed(match["who"])
        if (_OMITTED.match(who) or who.startswith("并")) and match.start("who") > 0:
            return _opening(passage, sentence, start, said)
        if _RELAYED.search(who) and after == 0 and (found := _of_verb(passage, sentence, start, match.end(), said)):
            return found
        who = _RELAYED.sub("", who)
        if (
            (1 < len(who) <= 20 or who in ("他", "她"))
            and not _NO_WHO.search(who)
            and not _OMITTED.match(who)
            and not _NOBODY.search(who)
        ):
            return _named(passage, who, start + match.start("who") + lead, said)
    return None


def _opening(passage: Passage, sentence: str, start: int, said: list[Said]) -> Found:
    """The speaker of "X会见了Y，并表示": a titled name or an earlier speaker's name in the first clause."""
    clause = re.split(r"[，。；：¤]", sentence, maxsplit=1)[0]
    titled = list(re.finditer(rf"(?:{TITLE}){NAME}", clause))
    names = {match[1]: match.start(1) for match in titled}
    for earlier in (*passage.earlier, *said):
        if earlier.speaker and earlier.speaker in clause:
            names.setdefault(earlier.speaker, clause.index(earlier.speaker))
    if len(names) != 1:
        return None, None
    name, at = names.popitem()
    return name, (passage.number, start + at, start + at + len(name))


def _trimmed(subject: str) -> tuple[str, int]:
    """The subject without words of time before it and without the words between it and its verb."""
    leading = _LEADING.match(subject)
    lead = leading.end() if leading else 0
    lead += len(subject[lead:]) - len(subject[lead:].lstrip())
    if re.search(r"(?:不|没有?|未|拒绝|不愿|无法)$", subject):
        return "", lead
    pronoun = re.match(r"[他她]们?(?!的)", subject[lead:])
    return (pronoun.group() if pronoun else _BEFORE_VERB.sub("", subject[lead:].rstrip())), lead


def _named(passage: Passage, who: str, at: int, said: list[Said]) -> Found:
    before = [*passage.earlier, *said]
    if _SOMEBODY.match(who):
        return None, None
    if re.fullmatch(r"[他她]们?", who):
        if said and _REPLIES.match(passage.bare, at + len(who)) and (other := _addressee(said[-1])):
            return other
        return _of_pronoun(passage, before, plural=who.endswith("们"))
    titled = re.match(rf"(?:.*?(?:{TITLE}))+\s*(?P<name>[^的和]{{2,12}})$", who)
    if titled:
        name = titled["name"]
        return name, (passage.number, at + titled.start("name"), at + titled.end("name"))
    suffixed = re.fullmatch(rf"(?P<name>[^的]{{1,5}}?)(?:{TITLE})", who)
    role = re.fullmatch(rf"(?:该|[这那][位名个])?({TITLE})", who)
    if role:
        return _of_title(role[1], passage, before) or (who, (passage.number, at, at + len(who)))
    name = who
    if suffixed and len(suffixed["name"]) == 1:  # 孙师傅 means 孙茂林 if no other 孙 is named
        named = [one for one in passage.people.titles if one.startswith(suffixed["name"]) and len(one) < 5]
        name = named[0] if len(named) == 1 else who
    elif suffixed and before and suffixed["name"] in {*passage.people.chinese, *(one.speaker for one in before)}:
        name = suffixed["name"]
    elif (described := re.match(r".{2,}的(?P<name>[\u3400-\u9fff·]{2,4})$", who)) and not NO_NAME.search(
        described[1]
    ):  # 开了二十年面馆的罗美琴
        at, who = at + described.start("name"), described["name"]
        name = who
    return name, (passage.number, at, at + (len(name) if who.startswith(name) else len(who)))


_NAME = re.compile(NAME)
_REPLIES = re.compile("回答|答道|回应|反驳|反问")
_TOLD = re.compile(r"(?:对|向|告诉|问)(?P<who>[^\W\d]{2,4}?)(?:说|表示|问道|提问|[：，])")


def _addressee(last: Said) -> Found | None:
    """Who replies: the person addressed by the speaker of the sentence before."""
    match = _TOLD.search(last.bare) if last.voice != "outlet" else None
    if not match or match["who"] == last.speaker or re.search("记者|媒体|大家|本报|观众", match["who"]):
        return None
    return match["who"], (last.paragraph, last.start + match.start("who"), last.start + match.end("who"))


def _of_title(title: str, passage: Passage, before: list[Said]) -> Found | None:
    """The holder of a title, named with it or alone, in the nearest sentence that names one; unknown if several."""
    holders = [name for name, titles in passage.people.titles.items() if title in titles][:CHINESE]
    for earlier in reversed(before):
        titled = (match.end() for match in re.finditer(re.escape(title), earlier.bare))
        behind = (_NAME.match(earlier.bare, at) for at in titled)
        named = {match[1]: match.start(1) for match in behind if match}
        named |= {name: earlier.bare.find(name) for name in holders if name in earlier.bare}
        if len(named) > 1:
            return None, None
        if named:
            name, at = named.popitem()
            return name, (earlier.paragraph, earlier.start + at, earlier.start + at + len(name))
    return None


def _of_pronoun(passage: Passage, before: list[Said], *, plural: bool) -> Found:
    """The speaker of the nearest sentence that has one, unless another person is named in between."""
    for earlier in reversed(before):
        if earlier.voice != "outlet":
            return (earlier.speaker, earlier.place)
        named = {match[1]: match.start(1) for match in re.finditer(rf"(?:{TITLE}){NAME}", earlier.bare)}
        named |= {name: earlier.bare.find(name) for name in passage.people.chinese if name in earlier.bare}
        if named and not plural:
            name, at = named.popitem()
            if named:
                return None, None
            return name, (earlier.paragraph, earlier.start + at, earlier.start + at + len(name))
    return None, None
