"""Names of people in Chinese text: after a title, or before a verb of speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

TITLE = (
    r"总书记|副?主席|副?总统|副?总理|首相|副?部长|外长|大臣|发言人|书记|大使|议员|教授|博士|市长|省长|州长|校长|院长|会长|主任|"
    r"秘书长|司令|将军|副?总裁|董事长|首席执行官|经理|分析师|专家|学者|\w学家|研究员|记者|作家|女士|先生|领导人|律师|局长|处长|"
    r"创始人|负责人|法官|教练|球员|演员|导演|居民|工程师|师傅|老师|医生|护士|船长|馆长|村长|镇长|县长|区长|队长|所长|站长|厂长|"
    r"社长|店主|老板|船工|工人|农民|渔民|志愿者|司机|画家|歌手"
)
_PART = r"[^\W\d的和在对就向还也与说表是了被把从以为有，。A-Za-z]"
# A name ends where a verb, a time or a particle begins: 市长陈立周一宣布.
NAME = (
    rf"((?:{_PART}{{1,6}}[·•])*{_PART}{{2,4}}?)"
    r"(?=[，。、：；！？“”「」\s\d¤（）()的和在对就向还也与说表宣指强称认重呼警承透补回解写告直敦批谴主问答会访出抵发接将已则曾是于等同"
    r"到来去上下随当此再多介掌笑哭坦要为被把从有并或及时]|周[一二三四五六日]|星期|[昨今明]天|[本去今]年|年轻|$)"
)
_TITLED = re.compile(rf"(?P<title>{TITLE})(?P<name>{NAME})")
_SAYS = r"(?:笑着|回忆|介绍|也|还|则|又|曾)?(?:说|表示|指出|告诉|认为|强调|介绍|坦言|回忆|补充)"
_SPEAKING = re.compile(rf"(?:^|[，。；！？”」\n]|岁的|年的|店的|馆的)(?P<name>{_PART}{{2,4}}?)(?={_SAYS})")
# A word that ends or begins like this is a role, a body or a time, not a name.
NO_NAME = re.compile(
    rf"(?:{TITLE}|[人者员家们方会局部院府社网报区市县省国店队台厅处所司]|的|时|后|前|中|上|下|里|间)$|^(?:这|那|该|其|本|各|有|一|两|不|没|但|而|并|对|据|他|她|它|我|你|如|因|所|此)"
)


def chinese_names(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """The names of people in the paragraphs of one article, each with the titles before it."""
    titles: dict[str, set[str]] = {}
    speaking: Counter[str] = Counter()
    texts = list(texts)
    for text in texts:
        for match in _TITLED.finditer(text):
            if not NO_NAME.search(match["name"]):
                titles.setdefault(match["name"], set()).add(match["title"])
        for match in _SPEAKING.finditer(text):
            if not NO_NAME.search(match["name"]):
                speaking[match["name"]] += 1
    parts = {part for known in titles for part in _parts(known)}
    counted = Counter(part for text in texts for part in _parts(text) if part in speaking) if speaking else {}
    for name in speaking:
        if counted[name] > 1 and name not in parts:
            titles.setdefault(name, set())
            parts.update(_parts(name))
    return {name: frozenset(found) for name, found in titles.items()}


def _parts(text: str) -> Iterator[str]:
    """All runs of two to four characters of a text, the length of a name before a verb of speech."""
    return (text[at : at + length] for length in (2, 3, 4) for at in range(len(text) - length + 1))
