from __future__ import annotations

from lxml.html import document_fromstring

from index.extraction.figures import blocks_of, with_captions

FIRST = "The market hall opened its doors again on Tuesday."
SECOND = "It had been closed for fourteen months after a flood."
CAPTION = "Traders carry their stalls back into the hall on Tuesday."


def placed(html: str) -> tuple[tuple[str, ...], frozenset[str]]:
    return with_captions((FIRST, SECOND), blocks_of(document_fromstring(f"<body>{html}</body>")))


def figure(caption: str) -> str:
    return f"<figure><img src='a.png'><figcaption>{caption}</figcaption></figure>"


def test_a_caption_stands_after_the_line_that_it_follows_on_the_page() -> None:
    lines, captions = placed(f"<p>{FIRST}</p>{figure(CAPTION)}<p>{SECOND}</p>")
    assert lines == (FIRST, CAPTION, SECOND) and captions == {CAPTION}


def test_a_caption_in_a_paragraph_of_its_own_is_there_once() -> None:
    other = CAPTION.replace("Tuesday", "Friday")
    lines, captions = placed(f"<p>{FIRST}</p>{figure(f'<p>{CAPTION}</p>')}{figure(other)}<p>{SECOND}</p>")
    assert lines == (FIRST, CAPTION, other, SECOND) and captions == {CAPTION, other}


def test_captions_outside_the_article_are_left_out() -> None:
    outside = f"{figure(CAPTION)}<p>{FIRST}</p><p>{SECOND}</p>{figure(CAPTION)}"
    linked = f"<p>{FIRST}</p><a href='#b'>{figure(CAPTION)}</a><p>{SECOND}</p>"
    boxed = f"<p>{FIRST}</p><div class='related-stories'>{figure(CAPTION)}</div><p>{SECOND}</p>"
    for html in (outside, linked, boxed):
        assert placed(html) == ((FIRST, SECOND), frozenset())


def test_a_name_beneath_a_picture_is_no_caption() -> None:
    assert placed(f"<p>{FIRST}</p>{figure('Ines Okafor')}<p>{SECOND}</p>")[0] == (FIRST, SECOND)


def test_a_caption_that_is_a_line_already_is_only_marked() -> None:
    lines, captions = placed(f"<p>{FIRST}</p>{figure(SECOND)}")
    assert lines == (FIRST, SECOND) and captions == {SECOND}
