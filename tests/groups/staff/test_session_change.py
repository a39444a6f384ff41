"""Moving and cancelling: who is told is said before it is done."""

import datetime as dt

import pytest
from django.urls import reverse

from groups import reminders
from groups.models import Answer, Session
from peersupport import clock
from peersupport.messaging import outbox
from peersupport.models import Message
from tests import builders

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def far(group, ruth, adas_place, by_ruth) -> Session:
    """In two days, at 2 in the afternoon."""
    starts = clock.now() + dt.timedelta(days=2, hours=3)
    return builders.session(group, starts=starts, by=by_ruth)


def to(session: Session, **more) -> dict:
    said = {"day": session.wall_date.isoformat(), "time": "16:00", "minutes": "120"}
    return said | more


def reminded(drain_all, frozen) -> list[dt.datetime]:
    """Let the minutes pass until the start; the session starts that reminders went out for."""
    for _ in range(3 * 24 * 4):
        frozen.tick(minutes=15)
        reminders.materialise(clock.now())
        drain_all()
    sent = Message.objects.filter(kind="reminder", state="accepted").order_by("accepted_at")
    return list(sent.values_list("about_starts_at", flat=True))


# -- moving ---------------------------------------------------------------------------------------


def test_session_move_tells_and_asks_anew(far, adas_place, bea, cleo, as_ruth, says) -> None:
    says(far, adas_place, "coming")
    url = reverse("groups:session-move", args=[far.pk])
    assert "Cleo" in words(as_ruth.get(url))
    answer = as_ruth.post(url, to(far), follow=True)
    assert "Nothing reaches Cleo: please tell her yourself." in words(answer)
    told = Message.objects.filter(kind="session-moved")
    assert {message.card for message in told} == {adas_place.her.card, bea.her.card}
    assert not Answer.objects.exists()


def test_a_moved_session_reminds_again_and_an_unmoved_one_never_twice(
    far, as_ruth, drain_all, gateway, frozen
) -> None:
    reminders.materialise(clock.now())
    frozen.set(2026, 12, 2, 10, 5)
    reminders.materialise(clock.now())
    drain_all()
    assert Message.objects.filter(kind="reminder", state="accepted").count() == 1
    as_ruth.post(reverse("groups:session-move", args=[far.pk]), to(far, day="2026-12-04"))
    old, new = far.starts_at, Session.objects.get(pk=far.pk).starts_at
    assert reminded(drain_all, frozen) == [old, new, new]
    assert reminded(drain_all, frozen) == [old, new, new]


def test_an_unmoved_session_reminds_once_a_step(far, drain_all, gateway, frozen) -> None:
    assert reminded(drain_all, frozen) == [far.starts_at] * 2


def test_session_move_to_the_same_start_tells_nobody(far, as_ruth) -> None:
    url = reverse("groups:session-move", args=[far.pk])
    as_ruth.post(url, to(far, time="14:00", minutes="60"))
    assert not Message.objects.exists()
    far.refresh_from_db()
    assert far.minutes == 60


def test_session_move_pressed_twice_tells_once(far, as_ruth) -> None:
    url = reverse("groups:session-move", args=[far.pk])
    for _ in range(2):
        as_ruth.post(url, to(far))
    assert Message.objects.filter(kind="session-moved").count() == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"day": "2026-11-01"}, "That time has passed."),
        ({"time": "half past"}, "That is not a time we can read."),
        ({"minutes": "9000"}, "Select a valid choice"),
    ],
)
def test_session_move_says_what_is_wrong(more, says, far, as_ruth) -> None:
    page = words(as_ruth.post(reverse("groups:session-move", args=[far.pk]), to(far, **more)))
    assert says in page
    far.refresh_from_db()
    assert far.sequence == 0


def test_session_move_keeps_a_length_of_its_own(group, ruth, as_ruth, by_ruth) -> None:
    odd = builders.session(group, minutes=75, by=by_ruth)
    assert "75 minutes" in words(as_ruth.get(reverse("groups:session-move", args=[odd.pk])))


# -- cancelling -----------------------------------------------------------------------------------


def test_session_cancel_says_first_whom_nothing_reaches(
    far, adas_place, bea, cleo, as_ruth
) -> None:
    page = words(as_ruth.get(reverse("groups:session-cancel", args=[far.pk])))
    assert page.index("Cleo") < page.index("By text: Ada") < page.index("By e-mail: Bea")
    assert "No message reaches one woman." in page
    assert Session.objects.get().state == "planned"


def test_session_cancel_counts_a_stopped_number_and_a_page_only_woman_as_unreached(
    far, group, adas_place, as_ruth
) -> None:
    builders.place(group, "Esi", phone=builders.phone(), text="yes", plainness="page")
    outbox.suppress(adas_place.her.card.phone_hash)
    page = words(as_ruth.get(reverse("groups:session-cancel", args=[far.pk])))
    assert "No message reaches 2 women." in page
    assert "her number said STOP" in page
    assert "looks at her page herself" in page


def test_session_cancel_tells_those_who_may_come(far, adas_place, bea, cleo, as_ruth, says) -> None:
    says(far, bea, "not_this_time")
    for _ in range(2):
        as_ruth.post(reverse("groups:session-cancel", args=[far.pk]))
    told = Message.objects.filter(kind="session-cancelled")
    assert [message.card for message in told] == [adas_place.her.card]
    assert Session.objects.get().state == "cancelled"


def test_session_cancel_leaves_word_of_whom_to_tell(far, cleo, as_ruth) -> None:
    as_ruth.post(reverse("groups:session-cancel", args=[far.pk]))
    page = words(as_ruth.get(reverse("groups:session-detail", args=[far.pk])))
    assert "Please tell her yourself" in page
    assert "Cleo" in page
    assert "Open the door list" not in page


def test_session_cancel_after_it_began_is_refused(session, as_ruth, frozen) -> None:
    frozen.tick(hours=1, minutes=1)
    page = words(as_ruth.post(reverse("groups:session-cancel", args=[session.pk])))
    assert "This session has begun." in page
    assert Session.objects.get().state == "planned"


def test_who_is_told_costs_the_same_for_one_and_for_three(far, group, as_ruth, queries_of) -> None:
    url = reverse("groups:session-cancel", args=[far.pk])
    one = queries_of(as_ruth, url)
    for name in ("Fay", "Gwen"):
        builders.place(group, name)
    assert queries_of(as_ruth, url) == one
