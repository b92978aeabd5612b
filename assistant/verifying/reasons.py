"""Chinese translations of verification's reasons, which are English in every record.

A sentence of unknown form stays unchanged.
"""

from __future__ import annotations

import re

LONGEST = 4_000  # characters of a reason that is translated: forms with two gaps are quadratic
_FORMS = [
    (re.compile(form), chinese)
    for form, chinese in (
        (r"“(.*)” does not stand in paragraph (\d+)\.", "第{1}段中没有“{0}”这句原话。"),
        (r"“(.*)” stands in none of the paragraphs\.", "各段中都没有“{0}”这句原话。"),
        (r"'(.*)' is not in paragraph (\d+)\.", "第{1}段中没有“{0}”。"),
        (r"Paragraph (\d+) says '(.*)', the text says '(.*)'\.", "第{0}段写的是“{1}”，文稿写的是“{2}”。"),
        (r"Paragraph (\d+) has it only as somebody's word: '(.*)'\.", "第{0}段只把这当作某人的话：“{1}”。"),
        (r"'(.*)' is written with letters of two scripts\.", "“{0}”混用了两种文字的字母。"),
        (r"Paragraph (\d+) says '(.*)'\.", "第{0}段写的是“{1}”。"),
        (r"No sentence of paragraph (\d+) says this\.", "第{0}段中没有这样的话。"),
        (r"None of the paragraphs says this\.", "各段中都没有这样的话。"),
        (r"Nothing in the articles says this\.", "文章中没有这样的内容。"),
        (r"It names no paragraph\.", "它没有注明段落。"),
        (
            r"Only “(.*)” has this; paragraph (\d+) of “(.*)” says otherwise\.",
            "只有《{0}》这样说；《{2}》第{1}段的说法不同。",
        ),
        (r"Not from this library\.", "不是出自这个文章库的内容。"),
        (r"The article that says so was withdrawn\.", "这样说的文章已被撤回。"),
        (r"Only satire says so\.", "只有讽刺文章这样说。"),
        (r"Only an opinion piece says so: say whose opinion it is\.", "只有评论文章这样说，请注明是谁的观点。"),
        (r"Only (.*) says so, in an opinion piece\.", "只有{0}在评论文章中这样说。"),
        (r"It was corrected: '(.*)', not '(.*)'\.", "此处已更正：是“{0}”，不是“{1}”。"),
        (r"It was corrected since\.", "此处后来已更正。"),
        (r"A correction concerns this and does not say so\.", "有更正涉及此事，更正中并非这样说。"),
        (r"It claims nothing by itself\.", "这句话本身没有可核对的内容。"),
    )
]


def in_chinese(reason: str) -> str:
    if len(reason) > LONGEST:
        return reason
    for form, chinese in _FORMS:
        if found := form.fullmatch(reason):
            return chinese.format(*found.groups())
    return reason
