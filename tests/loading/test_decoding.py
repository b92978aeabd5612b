from __future__ import annotations

import gzip

import pytest

from index.errors import Unreadable
from index.loading.decoding import declared_encoding, decode, expand


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Größe, 港口, мост."),
        ("utf-8-sig", "Größe, 港口, мост."),
        ("utf-16", "Größe, 港口, мост."),
        ("utf-32", "Größe, 港口, мост."),
        ("utf-16-le", "Größe, 港口, мост."),
        ("utf-16-be", "Größe, 港口, мост."),
        ("utf-32-le", "Größe, 港口, мост."),
        ("utf-32-be", "Größe, 港口, мост."),
        ("utf-16-le", "市议会在周一投票决定修复旧港口大桥。\n工程将于五月开始。"),
        ("gb18030", "市议会在周一投票决定修复旧港口大桥，而不是拆除重建。工程将于五月开始。"),
        ("big5", "市議會在週一投票決定修復舊港口大橋，而不是拆除重建。工程將於五月開始。"),
        ("shift_jis", "市議会は月曜日、古い港の橋を架け替えるのではなく修復することを決めた。"),
        ("euc_kr", "시의회는 월요일 낡은 항구 다리를 다시 짓는 대신 고치기로 결정했다."),
        ("koi8_r", "Городской совет в понедельник решил отремонтировать старый мост."),
        ("cp1252", "“The café’s owner – a naïve man – said no,” the résumé of the talks reads."),
        ("cp1250", "Prezydent powiedział, że gospodarka kraju rośnie i będzie się rozwijać."),
        ("cp1251", "Городской совет в понедельник решил отремонтировать старый мост."),
    ],
)
def test_text_is_read_in_the_encoding_it_is_in(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_utf_8_is_believed_before_what_a_page_declares() -> None:
    assert decode("Größe".encode(), declared="gb18030") == "Größe"
    assert decode("港口".encode("gb18030"), declared="gb18030") == "港口"


def test_a_page_names_its_encoding_as_browsers_understand_it() -> None:
    pages = [b"<meta charset='gb2312'>", b"<?xml version='1.0' encoding='ISO-8859-1'?>", b"<meta charset=utf-8>"]
    assert [declared_encoding(page) for page in pages] == ["gb18030", "cp1252", "utf-8"]
    assert declared_encoding(b"<p>no declaration</p>") is None


def test_what_is_no_text_is_refused() -> None:
    noise = bytes(range(256)) * 8
    for content in (b"PK\x03\x04\0\0", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise, noise, bytes(64)):
        with pytest.raises(Unreadable, match="binary"):
            decode(content)


def test_a_compressed_file_in_several_parts_is_read_whole() -> None:
    assert expand(gzip.compress(b"first ") + gzip.compress(b"second")) == b"first second"
