"""The list itself: a scan that finds nothing must be able to find something (habit 13)."""

import pytest

from tests.sensitive import EVERYWHERE, IN_TEXTS, ONLY_IN_TEXTS, words_in


@pytest.mark.parametrize("word", EVERYWHERE)
def test_each_word_is_found_in_titles_and_paths(word) -> None:
    assert words_in(f"Our {word.upper()}, today") == [word]
    assert words_in(f"https://x.example/{word.replace(' ', '-')}/1") == [word]


@pytest.mark.parametrize("word", ONLY_IN_TEXTS)
def test_words_for_texts_count_only_there(word) -> None:
    assert words_in(f"See you, {word}.") == []
    assert word in words_in(f"See you, {word}.", in_texts=True)


def test_only_whole_words_count() -> None:
    assert words_in("Speer, healthy, mentally, abused, striker", in_texts=True) == []
    assert words_in("grouped sessions, safely, babysit", in_texts=True) == []


@pytest.mark.parametrize("text", ["the women’s room", "the women&#x27;s room", "women%27s"])
def test_an_apostrophe_in_any_dress(text) -> None:
    assert words_in(text) == ["women's"]


def test_words_of_two_stand_across_separators() -> None:
    assert words_in("/a/support_group/") == ["support group"]
    assert words_in("support\n  group") == ["support group"]


def test_names_in_the_data_count() -> None:
    names = ["Kettle on the hob", "Zoë's Café", ""]
    assert words_in("kettle on the HOB tonight", names=names) == ["Kettle on the hob"]
    assert words_in("ZOË’S CAFÉ", names=names) == ["Zoë's Café"]
    assert words_in("Kettle on", names=names) == []


def test_every_word_of_texts_is_in_one_list_once() -> None:
    assert len(set(IN_TEXTS)) == len(IN_TEXTS) == 34
