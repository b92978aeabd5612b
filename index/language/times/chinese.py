"""The meaning of times in a Chinese text that are relative to the day on which it was written.

meant.py determines that day and handles quotations.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.language.closed_lists import CJK_ONES
from index.language.numbers import whole_number
from index.language.tenses import Tense
from index.language.times.iso_periods import (
    latest_weekday,
    month,
    nearest_year,
    next_weekday,
    span,
    week,
    weekday_of,
    year,
)
from index.language.times.rules import Context, Rule, nothing

_WEEKDAYS = {
    name: number for names in ("一二三四五六日", "      天") for number, name in enumerate(names) if name != " "
}
_SHIFTS = {
    "上上": -2,
    "上": -1,
    "本": 0,
    "这": 0,
    "這": 0,
    "今": 0,
    "下": 1,
    "去": -1,
    "前": -2,
    "明": 1,
    "后": 2,
    "後": 2,
}
_DAYS = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "後": 2}

# Chinese verbs have no tense; these words show it: the first after the time in its sentence, else the last before it.
_TENSE = re.compile(
    r"(?P<future>将(?!军|士|领|近)|將(?!軍|士|領|近)|即将|拟(?!定)|計劃|计划|预计|預計|预定|定于|定於|有望|准备|準備)"
    r"|(?P<past>了(?!解|不)|过(?!程|渡|去|度|于|敏|后)|已(?!知)|曾|表示|(?<!学|小|传|据)说(?!明|法|服)|称(?!为|号)|指出|宣布|强调|強調"
    r"|透露|证实|證實|回应|回應|抵达|抵達|签署|簽署|举行|舉行|召开|召開|会见|會見|会晤|會晤|发布|發布|公布|发表|發表|通过|通過"
    r"|致电|致電|呼吁|呼籲|警告|批评|批評|谴责|譴責|报道|報道|发生|發生|启动|啟動|开幕|開幕|闭幕|閉幕|结束|結束|抵|去世|逝世"
    r"|击败|擊敗|当选|當選|辞职|辭職|下令|承认|承認|否认|否認)"
)
# What may follow a bare weekday or day: otherwise the characters may belong to a name.
_FOLLOWS = (
    r"(?=$|[\s，,。、；;：:（(）)上下早晚中凌深夜傍午清当當在于於就对對向与與和同将將会會发發举舉表说說称稱接访訪前抵出的召开開公指报報播签簽通结"
    r"結启啟进進宣强強透证證回致呼警批谴譴承否拒要再又还還也都正到从從被因为為率打决決裁判击擊开又¤])"
)
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[{CJK_ONES}])月"
_NO_NUMBER = rf"(?<![\d年月第{CJK_ONES}十百千两兩几幾每~～至到\-—–.])"
_WEEK_NAME = "周|週|星期|礼拜|禮拜"
_WEEK = rf"(?:个|個)?(?:{_WEEK_NAME})"
_ONES = f"[{CJK_ONES}]"
_TENS = f"[{CJK_ONES}十]"
_DATE = rf"(?P<date>[12]\d|3[01]|0?[1-9]|三十一?|二?十{_ONES}?|{_ONES})[日号號]"
_WEEKDAY = r"(?P<day>[一二三四五六日天])"
_TO = r"\s*[至到~～\-—–]\s*"


def _tense(text: str, start: int, end: int) -> Tense | None:
    sentence_end = re.compile(r"[。！？!?\n]")
    stop = sentence_end.search(text, end)
    # "将于周三举行": the words before the time in the same clause.
    before = re.search(r"[^，。；：,;！？!?\n¤]*$", text[max(0, start - 30) : start])
    if before and any(found["future"] for found in _TENSE.finditer(before[0])):
        return "future"
    after = _TENSE.search(text, end, stop.start() if stop else len(text))
    if after is None:
        begin = max((found.end() for found in sentence_end.finditer(text, 0, start)), default=0)
        after = max(_TENSE.finditer(text, begin, start), key=lambda found: found.start(), default=None)
    return None if after is None else "future" if after["future"] else "past"


def _bare_weekday(match: re.Match[str], context: Context) -> str | None:
    said, weekday = _tense(context.text, *match.span()), _WEEKDAYS[match["day"]]
    if said is None:
        return None
    found = (latest_weekday if said == "past" else next_weekday)(context.day, weekday)
    return found.isoformat() if found else None


def _weekday_of_week(match: re.Match[str], context: Context) -> str:
    return weekday_of(context.day, _WEEKDAYS[match["day"]], _SHIFTS[match["shift"]]).isoformat()


def _shifted(match: re.Match[str], context: Context) -> str:
    count = {"周": week, "月": month, "年": year}[match["unit"] if match["unit"] in "月年" else "周"]
    return count(context.day, _SHIFTS[match["shift"]])


def _in_shifted_year(match: re.Match[str], context: Context) -> str:
    given = match.groupdict().get("date")
    period = f"{year(context.day, _SHIFTS[match['shift']])}-{whole_number(match['month']):02}"
    return _real(f"{period}-{whole_number(given):02}" if given else period)


def _in_shifted_month(match: re.Match[str], context: Context) -> str:
    return _real(f"{month(context.day, _SHIFTS[match['shift']])}-{whole_number(match['date']):02}")


def _real(period: str) -> str:
    span(period)  # raises ValueError for 30 February
    return period


def _undated(match: re.Match[str], context: Context) -> str | None:
    """A month, or a day of a month, without its year."""
    if context.is_of_other_year(match.start()):
        return None
    said, given = _tense(context.text, *match.span()), match.groupdict().get("date")
    if said is None:
        return None
    return nearest_year(context.day, whole_number(match["month"]), whole_number(given) if given else None, said)


def _day_alone(match: re.Match[str], context: Context) -> str | None:
    """ "4日" is the latest fourth of a month for what has happened, and the next for what is to come."""
    if context.is_of_other_year(match.start()):
        return None
    said, day = _tense(context.text, *match.span()), context.day
    months = {"past": (0, -1), "future": (0, 1)}.get(said or "", ())
    for months_away in months:
        try:
            found = date.fromisoformat(f"{month(day, months_away)}-{whole_number(match['date']):02}")
        except ValueError:  # the 31st of February
            continue
        if (found <= day) if said == "past" else (found > day):
            return found.isoformat()
    return None


def _counted_day(match: re.Match[str], context: Context) -> str | None:
    word, said = match["shift"], _tense(context.text, *match.span())
    if word == "今" and match["unit"] in "天日" and said is None:  # it may mean nowadays
        return None
    return (context.day + timedelta(days=_DAYS[word])).isoformat()


def _compiled(*rules: tuple[str, Rule]) -> list[tuple[re.Pattern[str], Rule]]:
    return [(re.compile(pattern), rule) for pattern, rule in rules]


CHINESE = _compiled(
    # With a year, in a year named before, from one day to another, or in the lunar calendar: nothing to work out.
    (rf"[\d〇零{CJK_ONES}]{{4}}年(?:\d{{1,2}}月|{_TENS}{{1,2}}月)?(?:[\d{CJK_ONES}十]{{1,3}}[日号號])?", nothing),
    (
        r"(?:同年|当年|當年|次年|翌年|那年|每年|历年|农历|農曆|阴历|陰曆)"
        rf"[\d{CJK_ONES}十]{{0,2}}月?(?:[\d{CJK_ONES}十]{{1,3}}[日号號])?",
        nothing,
    ),
    (rf"(?:\d{{1,2}}月)?\d{{1,2}}日?{_TO}(?:\d{{1,2}}月)?\d{{1,2}}[日号號]|\d{{1,2}}月?{_TO}\d{{1,2}}月", nothing),
    (rf"{_WEEK}[一二三四五六日天]{_TO}{_WEEK}?[一二三四五六日天]", nothing),
    (rf"(?:每|逢){_WEEK}[一二三四五六日天]?|{_WEEK}末|[上下本这這]{_WEEK}末", nothing),
    # The weekday of a week, and a day of a month or year that is named.
    (rf"(?P<shift>上上|[上下本这這]){_WEEK}{_WEEKDAY}", _weekday_of_week),
    (rf"(?P<shift>[去今明前后後])年{_MONTH}{_DATE}", _in_shifted_year),
    (rf"(?P<shift>[去今明前后後])年{_MONTH}(?!\d)", _in_shifted_year),
    (rf"(?P<shift>[上下本这這])(?:个|個)?月{_DATE}", _in_shifted_month),
    (rf"{_NO_NUMBER}{_MONTH}{_DATE}(?!{_TO}\d)", _undated),
    (rf"{_NO_NUMBER}{_MONTH}(?!{_TO}?\d|{_TENS}|饼|餅|亮|球|票|薪|租|刊|季|经|經)", _undated),
    (rf"{_NO_NUMBER}(?P<date>[12]\d|3[01]|[1-9])日{_FOLLOWS}(?!前|后|後|均|常|元)", _day_alone),
    (rf"(?<![{CJK_ONES}十两兩\d每整]){_WEEK}{_WEEKDAY}{_FOLLOWS}", _bare_weekday),
    # Counted from today.
    (r"(?<!大)(?P<shift>[昨前今明])(?P<unit>[天日晚晨早夜])(?!报|報|子|的?后)", _counted_day),
    (r"(?<!大)(?P<shift>[后後])(?P<unit>天)(?=将|將|举|舉|会|會|在|上|下|晚|早|，|。|$)", _counted_day),
    (rf"(?P<shift>上上|[上下本这這])(?:个|個)?(?P<unit>{_WEEK_NAME})(?!末|年|[一二三四五六日天])", _shifted),
    (r"(?P<shift>上上|[上下本这這])(?:个|個)?(?P<unit>月)(?!\d|球|亮|饼|餅)", _shifted),
    (r"(?P<shift>[去今明]|前(?!\d))(?P<unit>年)(?![级級轻輕龄齡代])", _shifted),
)
